package import Model

/// Serves the mocks of all environments, each service on a port of its own.
package actor MockServer: MockHost {
    private var services: [ObjectIdentity: [String: MockService]] = [:]

    package init() {}

    package func serve(
        _ mocks: [String: MockSpec], for environment: ObjectIdentity, ports: [String: Int]
    ) async throws -> [String: Int] {
        for (name, service) in services[environment] ?? [:] where mocks[name] == nil {
            services[environment]?[name] = nil
            await service.stop()
        }
        var bound: [String: Int] = [:]
        for (name, spec) in mocks.sorted(by: { $0.key < $1.key }) {
            if let running = services[environment]?[name] {
                running.replace(with: spec)
                bound[name] = running.port
            } else {
                let service = try await MockService.start(spec: spec, port: ports[name])
                services[environment, default: [:]][name] = service
                bound[name] = service.port
            }
        }
        return bound
    }

    package func stop(_ environment: ObjectIdentity) async {
        for service in (services.removeValue(forKey: environment) ?? [:]).values { await service.stop() }
    }

    package func served() -> [ObjectIdentity: [String: ServedMock]] {
        services.mapValues { services in
            services.mapValues { ServedMock(port: $0.port, spec: $0.spec) }
        }
    }

    /// Ends every mock; the controller is going away.
    package func stopAll() async {
        for environment in services.keys { await stop(environment) }
    }
}
