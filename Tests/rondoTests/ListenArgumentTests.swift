import Testing

@testable import rondo

struct ListenArgumentTests {
    @Test(arguments: [
        ("127.0.0.1:8080", "127.0.0.1", true), ("[::1]:0", "[::1]", true), ("localhost:1", "localhost", true),
        ("0.0.0.0:8443", "127.0.0.1", false), ("[::]:8443", "[::1]", false), ("10.0.0.5:8443", "10.0.0.5", false),
        ("rondo.example:443", "rondo.example", false), ("[fe80::1%eth0]:1", "[fe80::1%eth0]", false),
    ])
    func taken(text: String, reached: String, isLoopback: Bool) throws {
        let argument = try #require(ListenArgument(argument: text))
        #expect(argument.authority == reached && argument.isLoopback == isLoopback)
    }

    @Test(arguments: [
        "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "a b:1", "http://a:1",
    ])
    func refused(text: String) { #expect(ListenArgument(argument: text) == nil) }
}
