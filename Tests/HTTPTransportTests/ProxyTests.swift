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
