import Model

/// What the desired set says of workers and of how much may run at once.
enum Capacity {
    /// What every local worker finds itself.
    #if arch(x86_64)
        static let architecture = "x86_64"
    #else
        static let architecture = "aarch64"
    #endif

    static func pools(of objects: [DeclaredObject]) -> [PoolCapacity] {
        objects.compactMap { object in
            guard case .cloudResource(let spec) = object.spec, let worker = spec.worker,
                ProviderName.implemented.contains(spec.provider)
            else { return nil }
            let machine = spec.provider == .local ? ["os": "linux", "arch": architecture] : [:]
            let found = TestAbility.announced.merging(machine) { $1 }
            return PoolCapacity(
                object: object.identity,
                environment: ObjectIdentity(
                    kind: .environment, namespace: object.identity.namespace, name: spec.environment),
                capabilities: found.merging(Capabilities.parse(worker.capabilities)) { $1 }, replicas: spec.replicas,
                resources: spec.provider == .local ? spec.configuration.resources : nil)
        }
    }

    static func limits(of objects: [DeclaredObject]) -> [ObjectIdentity: EnvironmentLimits] {
        var limits: [ObjectIdentity: EnvironmentLimits] = [:]
        for object in objects {
            guard case .environment(let spec) = object.spec else { continue }
            limits[object.identity] = EnvironmentLimits(
                maxConcurrentTasks: spec.taskLimit, quota: spec.resources)
        }
        return limits
    }
}
