package import Model

/// Remembers what is served and opens no socket.
package actor FakeMockHost: MockHost {
    private var services: [ObjectIdentity: [String: ServedMock]] = [:]

    package init() {}

    package func serve(
        _ mocks: [String: MockSpec], for environment: ObjectIdentity, ports: [String: Int]
    ) -> [String: Int] {
        var bound: [String: Int] = [:]
        for (index, name) in mocks.keys.sorted().enumerated() { bound[name] = ports[name] ?? 40_000 + index }
        services[environment] = mocks.mapValues { ServedMock(port: 0, spec: $0) }
        for (name, spec) in mocks {
            services[environment]?[name] = ServedMock(port: bound[name] ?? 0, spec: spec)
        }
        return bound
    }

    package func stop(_ environment: ObjectIdentity) { services[environment] = nil }
    package func served() -> [ObjectIdentity: [String: ServedMock]] { services }
}
