import Foundation
import TestSupport
import Testing

@testable import HTTPTransport

struct ProxyTests {
    @Test func loopbackIsNeverReachedThroughAProxy() async throws {
        let client = HTTPClient(options: HTTPClient.Options(proxy: "http://127.0.0.1:1"))
        let port = try Fixture.server.get().port
        #expect(try await client.send(HTTPRequest(url: "http://127.0.0.1:\(port)/echo")).status == 200)
        #expect(try await client.send(HTTPRequest(url: "http://localhost:\(port)/echo")).status == 200)
        // Another address of this machine's loopback network; nothing listens there.
        let other = await #expect(throws: HTTPTransportError.self) {
            try await client.send(HTTPRequest(url: "http://127.8.9.1:\(port)/echo"))
        }
        #expect(other == .connect(endpoint: "127.8.9.1:\(port)", reason: "connection refused"))
    }

    @Test func otherHostsAreReachedThroughTheProxy() async throws {
        let port = try Fixture.server.get().port
        let client = HTTPClient(options: HTTPClient.Options(proxy: "http://127.0.0.1:\(port)", environment: [:]))
        // The server answers any path that has `echo` as its first part; a proxy is asked with a whole URL.
        let response = try await client.send(HTTPRequest(url: "http://nowhere.invalid/"))
        #expect(response.status == 404)
    }

    @Test func theUsersExceptionsAreKept() {
        #expect(ProxyRules.exceptions(environment: [:]) == "localhost,127.0.0.0/8,::1")
        #expect(ProxyRules.exceptions(environment: ["no_proxy": "a.test"]) == "a.test,localhost,127.0.0.0/8,::1")
        #expect(ProxyRules.exceptions(environment: ["NO_PROXY": "b.test"]) == "b.test,localhost,127.0.0.0/8,::1")
        #expect(ProxyRules.exceptions(environment: ["no_proxy": "*"]) == "*")
    }
}

/// Through tinyproxy, which asks for a user and a password.
struct RequestProxyTests {
    let client = HTTPClient(options: HTTPClient.Options(environment: ["no_proxy": "*"]))
    static let peers = Result { try Peers() }

    private func error(_ request: HTTPRequest) async -> HTTPTransportError? {
        await #expect(throws: HTTPTransportError.self) { try await client.send(request) }
    }

    /// Breaks when the exceptions of the environment hold for a request's own proxy.
    @Test func aRequestsOwnProxyIsUsedForLoopbackToo() async throws {
        let folder = try TemporaryDirectory()
        let peers = try Self.peers.get()
        let proxy = try TinyProxy(in: folder.url, tunnels: [peers.openPort])
        var request = HTTPRequest(url: try Fixture.url("/echo"))
        request.proxy = proxy.url
        let echo = try Echo(try await client.send(request).body)
        #expect(echo.values("via").first?.contains("tiny") == true)
        #expect(echo.values("proxy-authorization").isEmpty)
        // Encrypted, by way of a tunnel.
        var secure = peers.request(peers.open)
        secure.proxy = proxy.url
        let response = try await client.send(secure)
        #expect(response.status == 200)
        #expect(response.headers["Via"] == nil)
    }

    @Test func aProxyThatIsInTheWayIsNamed() async throws {
        let folder = try TemporaryDirectory()
        let peers = try Self.peers.get()
        let proxy = try TinyProxy(in: folder.url, tunnels: [1])
        var request = peers.request(peers.open)
        request.proxy = proxy.url
        let endpoint = "127.0.0.1:\(proxy.port)"
        let refused = await error(request)
        #expect(
            refused
                == .proxy(endpoint: endpoint, reason: "it answered 403 to CONNECT localhost:\(peers.openPort)"))
        #expect(
            refused?.description
                == "no way through the proxy \(endpoint): it answered 403 to CONNECT localhost:\(peers.openPort)")
        request.proxy = "http://\(endpoint)"
        #expect(await error(request)?.description.contains("answered 407") == true)
        request.proxy = "http://ana:hidden@127.0.0.1:1"
        #expect(await error(request) == .proxy(endpoint: "127.0.0.1:1", reason: "connection refused"))
        request.proxy = "http://nowhere.invalid:3128"
        #expect(await error(request) == .proxy(endpoint: "nowhere.invalid:3128", reason: "cannot find its host"))
    }
}
