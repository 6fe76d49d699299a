import Foundation
import HTTPTransport
import TestSupport
import Testing

@Suite(.serialized) struct TLSOptionsTests {
    static let peers = Result { try Peers() }
    let client = HTTPClient()

    private func error(_ request: HTTPRequest, of client: HTTPClient? = nil) async -> HTTPTransportError? {
        let client = client ?? self.client
        return await #expect(throws: HTTPTransportError.self) { try await client.send(request) }
    }

    /// Breaks when the authorities are not handed on, or `isInsecure` is taken for granted.
    @Test func onlyTrustedAuthoritiesAreBelieved() async throws {
        let peers = try Self.peers.get()
        #expect(try await client.send(peers.request(peers.open)).status == 200)
        guard case .tls = await error(HTTPRequest(url: peers.open)) else {
            Issue.record("the system trusts a test's authority")
            return
        }
        var insecure = HTTPRequest(url: peers.open)
        insecure.tls.isInsecure = true
        #expect(try await client.send(insecure).status == 200)
        // The connection that took any certificate is not used for a request that asks.
        guard case .tls = await error(HTTPRequest(url: peers.open)) else {
            Issue.record("an insecure connection was used again")
            return
        }
    }

    @Test func authoritiesThatAreNoneAreTheCallersMistake() async throws {
        var request = HTTPRequest(url: try Self.peers.get().open)
        request.tls.authorities = Data("no certificate".utf8)
        #expect(await error(request) == .invalidRequest(reason: "the authorities to trust are no certificates in PEM"))
    }

    /// Breaks when the other name is not put into the URL, or `Host` is left to it.
    @Test func anotherNameIsAskedForAndChecked() async throws {
        let peers = try Self.peers.get()
        var request = peers.request(peers.named)
        guard case .tls(_, let reason) = await error(request) else {
            Issue.record("a certificate of another name was taken")
            return
        }
        #expect(reason.contains("localhost"))
        request.tls.serverName = "shop.example"
        request.url += "/x?y"
        let response = try await client.send(request)
        let host = try #require(URL(string: peers.named)?.port.map { "localhost:\($0)" })
        #expect(response.seen == ["", "", "", host, "shop.example", ""])
        #expect(response.finalURL == peers.named + "/x?y")
        request.tls.serverName = "other.example"
        #expect(await error(request)?.description.contains("other.example") == true)
        request.tls.serverName = "a b/"
        #expect(await error(request) == .invalidRequest(reason: "`a b/` is not the name of a server"))
    }

    @Test func theOldestVersionIsAsked() async throws {
        let peers = try Self.peers.get()
        var request = peers.request(peers.old)
        request.tls.minimum = .oneTwo
        #expect(try await client.send(request).status == 200)
        request.tls.minimum = .oneThree
        guard case .tls = await error(request) else {
            Issue.record("TLS 1.2 was taken")
            return
        }
    }

    @Test func aCertificateIsShown() async throws {
        let peers = try Self.peers.get()
        var request = peers.request(peers.guarded)
        #expect(try await client.send(request).status == 400)
        request.tls.identity = try peers.identity()
        let response = try await client.send(request)
        #expect(response.status == 200)
        #expect(response.seen.last == "CN=server")
        request.tls.identity = try peers.identity(key: "server")
        // Over a new connection: one that showed the same certificate stands, and needs no key any more.
        guard case .invalidRequest(let reason) = await error(request, of: HTTPClient()) else {
            Issue.record("a key of another certificate was taken")
            return
        }
        #expect(reason.hasPrefix("its certificate or the key of it can't be used: "))
        request.tls.identity = HTTPTLSOptions.Identity(certificate: Data("x".utf8), key: Data("y".utf8))
        guard case .invalidRequest = await error(request) else {
            Issue.record("no certificate was taken for one")
            return
        }
    }

    @Test func versionsAreChosen() async throws {
        let peers = try Self.peers.get()
        var request = peers.request(peers.open)
        #expect(try await client.send(request).httpVersion == "2")
        request.version = .one
        #expect(try await client.send(request).httpVersion == "1.1")
        request.version = .two
        let two = try await client.send(request)
        #expect(two.httpVersion == "2")
        #expect(two.headers["content-type"] == "text/plain")
        var refused = peers.request(peers.named)
        refused.tls.serverName = "shop.example"
        refused.version = .two
        let error = await error(refused)
        #expect(error?.description.hasSuffix(" answers in HTTP/1.1, not in HTTP/2 as was asked") == true)
        #expect(error?.isPeerFailure == true)
        var known = HTTPRequest(url: peers.plainTwo)
        known.version = .two
        #expect(try await client.send(known).httpVersion == "2")
        known.url = peers.plain
        #expect(await self.error(known)?.isPeerFailure == true)
    }
}
