/// What a pool's workers can do, as far as its manifest says it, whether they have joined or not.
package struct PoolCapacity: Hashable, Sendable {
    /// The CloudResource.
    package let object: ObjectIdentity
    /// The Environment whose runs its workers serve.
    package let environment: ObjectIdentity
    /// Capability name to value; an empty value is mere presence.
    package let capabilities: [String: String]
    package let replicas: Int
    /// What one worker announces; nil where that is only known once it has joined.
    package let resources: InstanceResources?

    package init(
        object: ObjectIdentity, environment: ObjectIdentity, capabilities: [String: String], replicas: Int,
        resources: InstanceResources? = nil
    ) {
        self.object = object
        self.environment = environment
        self.capabilities = capabilities
        self.replicas = replicas
        self.resources = resources
    }
}

/// How much may run at once in an environment; a missing bound does not limit.
package struct EnvironmentLimits: Hashable, Sendable {
    package let maxConcurrentTasks: Int?
    package let quota: ResourceQuota?

    package init(maxConcurrentTasks: Int?, quota: ResourceQuota?) {
        self.maxConcurrentTasks = maxConcurrentTasks
        self.quota = quota
    }
}
