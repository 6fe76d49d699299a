/// Serves mocks on loopback for as long as a controller lives.
package protocol MockHost: Sendable {
    /// Serves exactly these mocks for an environment, by service name, keeping ports where it can, and returns each port.
    func serve(_ mocks: [String: MockSpec], for environment: ObjectIdentity, ports: [String: Int]) async throws
        -> [String: Int]

    /// Ends all mocks of an environment.
    func stop(_ environment: ObjectIdentity) async

    /// What is served right now.
    func served() async -> [ObjectIdentity: [String: ServedMock]]
}

/// A mock that answers on `127.0.0.1:port`.
package struct ServedMock: Hashable, Sendable {
    package let port: Int
    package let spec: MockSpec

    package init(port: Int, spec: MockSpec) {
        self.port = port
        self.spec = spec
    }

    package var url: String { "http://127.0.0.1:\(port)" }
}
