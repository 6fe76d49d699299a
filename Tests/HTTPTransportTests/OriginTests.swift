import Foundation
import HTTPTransport
import TestSupport
import Testing

/// What proves who sends a request, on the way along redirects.
@Suite(.serialized) struct OriginTests {
    static let peers = Result { try Peers() }
    let client = HTTPClient()

    private func request(_ peers: Peers, from: String, to: String) throws -> HTTPRequest {
        var request = peers.request("\(from)/to?url=\(to)")
        request.followRedirects = true
        request.headers = [("X-Key", "k3y")]
        request.confidentialHeaders = ["x-key"]
        request.cookies = [("a", "1"), ("c", "3")]
        request.credentials = .basic(user: "ana", password: "s3cret")
        request.tls.identity = try peers.identity()
        return request
    }

    private let basic = "Basic " + Data("ana:s3cret".utf8).base64EncodedString()

    @Test func atHomeAllGoesAlong() async throws {
        let peers = try Self.peers.get()
        for target in ["/", peers.open + "/"] {
            let response = try await client.send(try request(peers, from: peers.open, to: target))
            #expect(response.seen.prefix(3) == [basic, "a=1; c=3", "k3y"])
            #expect(response.seen.last == "CN=server")
            #expect(response.redirects.count == 1)
        }
    }

    /// Breaks when any of credentials, cookies, confidential headers and certificate is not bound to `isAtHome`.
    @Test func elsewhereNothingGoesAlong() async throws {
        let peers = try Self.peers.get()
        let byAddress = peers.open.replacing("localhost", with: "127.0.0.1")
        for target in [byAddress, peers.plain, peers.old] {
            let response = try await client.send(try request(peers, from: peers.open, to: target + "/"))
            #expect(response.status == 200)
            #expect(response.seen.prefix(3) == ["", "", ""], "\(target)")
            #expect(response.seen.last == "", "\(target)")
        }
        // Nor on the way back.
        let back = "\(peers.plain)/to?url=\(peers.open)/"
        let response = try await client.send(try request(peers, from: peers.open, to: back))
        #expect(response.redirects.count == 2)
        #expect(response.seen.prefix(3) == ["", "", ""])
        #expect(response.seen.last == "")
    }

    @Test func theHeadersOfCredentialsNeedNoName() async throws {
        let peers = try Self.peers.get()
        var request = peers.request("\(peers.open)/to?url=\(peers.plain)/")
        request.followRedirects = true
        request.headers = [("Authorization", "Bearer t"), ("cookie", "x=y"), ("X-Key", "plain")]
        #expect(try await client.send(request).seen.prefix(3) == ["", "", "plain"])
    }

    @Test func userAndPasswordOfAURLStayAtHome() async throws {
        let peers = try Self.peers.get()
        var request = HTTPRequest(url: peers.plain.replacing("://", with: "://ana:s3cret@") + "/to?url=/basic")
        request.followRedirects = true
        #expect(try await client.send(request).seen.first == basic)
        request.url = request.url.replacing("/basic", with: peers.plain + "/basic")
        #expect(try await client.send(request).seen.first == basic)
        request.url = request.url.replacing("url=http://localhost", with: "url=http://127.0.0.1")
        #expect(try await client.send(request).status == 401)
    }

    /// Breaks when the jar is left out, or when a cookie that the server replaced is sent beside the new one.
    @Test func cookiesOfRedirectsAreKeptAndReplaceThoseThatWereGiven() async throws {
        let peers = try Self.peers.get()
        var request = HTTPRequest(url: peers.plain + "/jar", followRedirects: true)
        request.cookies = [("a", "old"), ("z", "26")]
        let cookies = try await client.send(request).seen[1].components(separatedBy: "; ").sorted()
        #expect(cookies == ["a=new", "b=2", "z=26"])
        // The next request begins anew.
        #expect(try await client.send(HTTPRequest(url: peers.plain, followRedirects: true)).seen[1] == "")
    }

    @Test(arguments: [("a b", "1"), ("", "1"), ("a", "1;b=2"), ("a", "1\r\nX: y"), ("a", "\u{0}")])
    func cookiesThatWouldSmuggleAreRefused(_ name: String, _ value: String) async throws {
        var request = HTTPRequest(url: try Self.peers.get().plain)
        request.cookies = [(name, value)]
        let error = await #expect(throws: HTTPTransportError.self) { try await client.send(request) }
        guard case .invalidRequest = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aBodyGoesWithTheMethod() async throws {
        let peers = try Self.peers.get()
        var request = HTTPRequest(
            method: "POST", url: peers.plain + "/to?url=/method", headers: [("Content-Type", "text/x")],
            body: Data("four".utf8), followRedirects: true)
        #expect(try await client.send(request).seen == ["GET", "", ""])
        request.url = peers.plain + "/keep?url=/method"
        #expect(try await client.send(request).seen == ["POST", "text/x", "4"])
        request.method = "PUT"
        #expect(try await client.send(request).seen == ["PUT", "text/x", "4"])
    }

    @Test func timesOfAllHopsCount() async throws {
        let peers = try Self.peers.get()
        var request = peers.request("\(peers.open)/to?url=\(peers.old)/")
        request.followRedirects = true
        let timings = try await client.send(request).timings
        #expect(timings.tls > timings.connect && timings.firstByte >= timings.tls)
        #expect(timings.total >= timings.firstByte)
    }
}
