import Foundation
import HTTPTransport
import Testing

struct HTTPClientTests {
    let client = HTTPClient()

    @Test func sendsMethodHeadersAndBodyAsGiven() async throws {
        let response = try await client.send(
            HTTPRequest(
                method: "POST", url: Fixture.url("/echo/orders?a=1%202&b="),
                headers: [("X-B", "2"), ("X-A", "1"), ("X-B", "3"), ("X-Empty", ""), ("Content-Type", "text/plain")],
                body: Data("näh\u{0}ok".utf8)))
        let echo = try Echo(response.body)
        #expect(response.status == 200)
        #expect(response.httpVersion == "1.1")
        #expect(response.headers["content-type"] == "application/json")
        #expect(response.finalURL == (try Fixture.url("/echo/orders?a=1%202&b=")))
        #expect(echo.method == "POST")
        #expect(echo.path == "/echo/orders")
        #expect(echo.query == [["a", "1 2"], ["b", ""]])
        #expect(echo.body == "näh\u{0}ok")
        #expect(
            echo.headers.filter { $0[0].hasPrefix("X-") }
                == [["X-B", "2"], ["X-A", "1"], ["X-B", "3"], ["X-Empty", ""]])
        #expect(echo.values("content-type") == ["text/plain"])
        #expect(echo.values("user-agent") == ["rondo"])
    }

    @Test(arguments: ["GET", "DELETE", "OPTIONS", "PURGE", "POST", "PUT", "PATCH"])
    func sendsEveryMethodWithAndWithoutBody(_ method: String) async throws {
        let url = try Fixture.url("/echo")
        let bare = try Echo(try await client.send(HTTPRequest(method: method, url: url)).body)
        #expect(bare.method == method)
        let mayHaveBody = ["POST", "PUT", "PATCH"].contains(method)
        #expect(bare.values("content-length") == (mayHaveBody ? ["0"] : []))
        #expect(bare.values("content-type").isEmpty)
        // Large enough that curl would ask with `Expect: 100-continue` first.
        let text = String(repeating: "x", count: 2 << 20)
        let full = try Echo(
            try await client.send(HTTPRequest(method: method, url: url, body: Data(text.utf8))).body)
        #expect(full.method == method)
        #expect(full.body.count == text.count)
        #expect(full.values("content-type").isEmpty)
        #expect(full.values("expect").isEmpty)
    }

    @Test func headHasHeadersAndNoBody() async throws {
        let response = try await client.send(HTTPRequest(method: "HEAD", url: Fixture.url("/text?body=hello")))
        #expect(response.status == 200)
        #expect(response.headers["Content-Length"] == "5")
        #expect(response.body.isEmpty)
    }

    @Test func repeatedHeadersAreKeptInOrder() async throws {
        let response = try await client.send(HTTPRequest(url: Fixture.url("/text?body=hello")))
        #expect(response.headers.all("x-twice") == ["a", "b"])
        #expect(response.headers["X-TWICE"] == "a, b")
        #expect(response.headers["x-empty"] == "")
        #expect(response.headers["x-none"] == nil)
        #expect(response.headers.fields.contains(HTTPHeaders.Field("X-Twice", "a")))
    }

    @Test func connectionsAreUsedAgain() async throws {
        let url = try Fixture.url("/echo")
        var ports: Set<Int> = []
        for _ in 0..<5 { ports.insert(try Echo(try await client.send(HTTPRequest(url: url)).body).client) }
        #expect(ports.count == 1)
    }

    @Test func manyRequestsRunAtOnce() async throws {
        let url = try Fixture.url("/echo")
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for index in 0..<100 {
                group.addTask {
                    let response = try await client.send(HTTPRequest(url: "\(url)/\(index)"))
                    return try Echo(response.body).path == "/echo/\(index)" ? response.status : 0
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 100))
    }

    @Test func timingsFollowEachOther() async throws {
        let timings = try await client.send(HTTPRequest(url: Fixture.url("/echo"))).timings
        #expect(timings.dns <= timings.connect)
        #expect(timings.tls == .zero)
        #expect(timings.connect > .zero && timings.connect <= timings.firstByte)
        #expect(timings.firstByte <= timings.total)
    }

    @Test func answersOfOldServersAndEarlyHintsAreRead() async throws {
        let old = try await client.send(HTTPRequest(url: Fixture.url("/old")))
        #expect(old.httpVersion == "1.0")
        #expect(String(decoding: old.body, as: UTF8.self) == "until the end")
        let early = try await client.send(HTTPRequest(url: Fixture.url("/early")))
        #expect(early.status == 200)
        #expect(early.headers["link"] == nil)
        #expect(early.headers["x-last"] == "yes")
    }

    // MARK: Redirects

    @Test func redirectsAreAnAnswerUnlessFollowed() async throws {
        let url = try Fixture.url("/redirect/2")
        let answer = try await client.send(HTTPRequest(url: url))
        #expect(answer.status == 302)
        #expect(answer.headers["location"] == "/redirect/1")
        #expect(!answer.body.isEmpty)

        let followed = try await client.send(HTTPRequest(url: url, followRedirects: true))
        #expect(followed.status == 200)
        #expect(try Echo(followed.body).path == "/echo/end")
        #expect(followed.headers["x-hop"] == nil)
        #expect(followed.finalURL.hasSuffix("/echo/end"))
    }

    @Test func aRedirectedPostBecomesAGet() async throws {
        let response = try await client.send(
            HTTPRequest(
                method: "POST", url: Fixture.url("/redirect/1?status=303"), body: Data("x".utf8), followRedirects: true)
        )
        #expect(try Echo(response.body).method == "GET")
    }

    @Test func tooManyRedirectsAreAnError() async throws {
        await #expect(throws: HTTPTransportError.tooManyRedirects(limit: 3)) {
            try await client.send(
                HTTPRequest(url: Fixture.url("/redirect/4"), followRedirects: true, maxRedirects: 3))
        }
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x"])
    func redirectsToOtherProtocolsAreRefused(_ target: String) async throws {
        let error = await #expect(throws: HTTPTransportError.self) {
            try await client.send(HTTPRequest(url: Fixture.url("/leave?to=\(target)"), followRedirects: true))
        }
        guard case .protocolViolation = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func errorsAfterARedirectNameTheLastHop() async throws {
        let error = await #expect(throws: HTTPTransportError.self) {
            try await client.send(
                HTTPRequest(url: Fixture.url("/leave?to=http://u:hidden@127.0.0.1:1/x"), followRedirects: true))
        }
        #expect(error == .connect(endpoint: "127.0.0.1:1", reason: "connection refused"))
    }
}
