import Testing

@testable import Model

struct LoopbackHostTests {
    @Test(arguments: ["localhost", "LocalHost", "127.0.0.1", "127.8.9.10", "::1", "[::1]"])
    func loopback(host: String) { #expect(LoopbackHost.holds(host)) }

    @Test(arguments: [
        "", "0.0.0.0", "::", "10.0.0.1", "127.0.0", "127.0.0.1.example", "127.0.0.256", "127.example",
        "localhost.example",
        "127.0.0.+1", "128.0.0.1", "::2",
    ])
    func others(host: String) { #expect(!LoopbackHost.holds(host)) }
}
