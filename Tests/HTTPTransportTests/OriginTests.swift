import Foundation
import TestSupport
import Testing

@testable import HTTPTransport

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

    // MARK: A session

    /// nginx gives a query's value as it came, so it holds no space.
    private func set(_ cookie: String, in jar: HTTPCookieJar, at base: String) async throws {
        var request = HTTPRequest(url: base + "/set?cookie=\(cookie)")
        request.jar = jar
        #expect(try await client.send(request).status == 204)
    }

    private func sent(_ jar: HTTPCookieJar, to url: String, _ change: (inout HTTPRequest) -> Void = { _ in })
        async throws -> [String]
    {
        var request = HTTPRequest(url: url)
        request.jar = jar
        change(&request)
        return try await client.send(request).seen[1].components(separatedBy: "; ").sorted()
    }

    /// Breaks when a jar is not filled, or is sent whole to whoever asks.
    @Test func requestsThatShareAJarAreASession() async throws {
        let base = try Self.peers.get().plain
        let jar = HTTPCookieJar()
        try await set("a=1;Path=/", in: jar, at: base)
        try await set("b=2;Path=/deep", in: jar, at: base)
        #expect(try await sent(jar, to: base) == ["a=1"])
        #expect(try await sent(jar, to: base + "/deep/x") == ["a=1", "b=2"])
        #expect(try await sent(HTTPCookieJar(), to: base) == [""])
        #expect(try await sent(jar, to: base.replacing("localhost", with: "127.0.0.1")) == [""])
    }

    /// Breaks when a changed cookie stands beside its old self, or one that the server took back is sent on.
    @Test func theServerChangesAndTakesBack() async throws {
        let base = try Self.peers.get().plain
        let jar = HTTPCookieJar()
        for cookie in ["a=1;Path=/", "b=1;Path=/", "a=2;Path=/"] { try await set(cookie, in: jar, at: base) }
        #expect(try await sent(jar, to: base) == ["a=2", "b=1"])
        try await set("a=;Path=/;Max-Age=0", in: jar, at: base)
        #expect(try await sent(jar, to: base) == ["b=1"])
    }

    /// Breaks when a value that a request brings itself is sent beside that of the jar.
    @Test func whatARequestBringsComesBeforeTheJar() async throws {
        let base = try Self.peers.get().plain
        let jar = HTTPCookieJar()
        for cookie in ["a=1;Path=/", "b=1;Path=/"] { try await set(cookie, in: jar, at: base) }
        #expect(try await sent(jar, to: base) { $0.cookies = [("a", "own")] } == ["a=own", "b=1"])
        #expect(try await sent(jar, to: base) { $0.headers = [("Cookie", "c=3")] } == ["c=3"])
        #expect(try await sent(jar, to: base) == ["a=1", "b=1"])
    }

    /// Breaks when the one that ends last puts its whole view of the jar into the place of what the others found.
    @Test func requestsSideBySideLoseNothingOfEachOther() async throws {
        let base = try Self.peers.get().plain
        let jar = HTTPCookieJar()
        try await withThrowingTaskGroup { group in
            for index in 0..<20 {
                group.addTask { try await set("c\(index)=1;Path=/", in: jar, at: base) }
            }
            try await group.waitForAll()
        }
        #expect(try await sent(jar, to: base).count == 20)
    }

    @Test func aJarHasABound() {
        let jar = HTTPCookieJar()
        let lines = (0..<400).map { CookieLine(text: "shop.test\tFALSE\t/\tFALSE\t0\tc\($0)\tv") }
        jar.take(lines, before: [])
        #expect(jar.lines(without: ["c399"]) == Array(lines[100..<399]))
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
