import Foundation
import HTTPTransport
import TestSupport
import Testing

struct HTTPFailureTests {
    let client = HTTPClient()

    private func error(_ request: HTTPRequest) async -> HTTPTransportError? {
        await #expect(throws: HTTPTransportError.self) { try await client.send(request) }
    }

    @Test func aRefusedConnectionNamesTheEndpoint() async {
        let error = await error(HTTPRequest(url: "http://ana:hidden@127.0.0.1:1/?token=hidden"))
        #expect(error?.description == "cannot connect to 127.0.0.1:1: connection refused")
        #expect(error?.isPeerFailure == true)
    }

    /// Breaks when it is sent: the answer's length would be waited for.
    @Test func aBodyOfHeadIsRefused() async throws {
        let error = await error(HTTPRequest(method: "HEAD", url: try Fixture.url("/echo"), body: Data("x".utf8)))
        #expect(error == .invalidRequest(reason: "a request of `HEAD` can't have a body"))
        let plain = try await client.send(HTTPRequest(method: "HEAD", url: Fixture.url("/echo")))
        #expect(plain.status == 200)
    }

    @Test func anUnknownHostIsNamed() async {
        let error = await error(HTTPRequest(url: "http://nowhere.invalid/", timeout: .seconds(20)))
        #expect(error == .resolve(host: "nowhere.invalid"))
        #expect(error?.description == "cannot find host nowhere.invalid")
    }

    @Test func aSilentServerTimesOut() async throws {
        let error = await error(HTTPRequest(url: try Fixture.url("/hang"), timeout: .milliseconds(200)))
        let endpoint = "127.0.0.1:\(try Fixture.server.get().port)"
        #expect(error == .timedOut(endpoint: endpoint, phase: .waiting, after: .milliseconds(200)))
        #expect(error?.description == "no answer from \(endpoint) within 200ms")
    }

    @Test func aBodyThatNeverEndsTimesOut() async throws {
        let error = await error(HTTPRequest(url: try Fixture.url("/endless"), timeout: .milliseconds(300)))
        #expect(error?.description.contains("did not end within 300ms") == true)
    }

    @Test func aConnectionThatNeverComesTimesOut() async throws {
        // A listener that accepts nobody, with its queue of one filled.
        let listener = try FullListener()
        let error = await error(
            HTTPRequest(
                url: "http://127.0.0.1:\(listener.port)/", timeout: .seconds(30), connectTimeout: .milliseconds(200)))
        #expect(
            error == .timedOut(endpoint: "127.0.0.1:\(listener.port)", phase: .connecting, after: .milliseconds(200)))
        #expect(error?.description == "cannot connect to 127.0.0.1:\(listener.port) within 200ms")
    }

    @Test func bodiesAreBounded() async throws {
        let huge = await error(HTTPRequest(url: try Fixture.url("/huge/100000000"), maxBodyBytes: 1 << 20))
        #expect(huge == .bodyTooLarge(limit: 1 << 20))
        #expect(huge?.description == "the response's body is larger than 1Mi")
        let endless = await error(HTTPRequest(url: try Fixture.url("/endless"), maxBodyBytes: 50))
        #expect(endless == .bodyTooLarge(limit: 50))
        let exact = try await client.send(HTTPRequest(url: Fixture.url("/text?body=12345"), maxBodyBytes: 5))
        #expect(exact.body.count == 5)
    }

    @Test func headersAreBounded() async throws {
        let error = await error(HTTPRequest(url: try Fixture.url("/flood")))
        #expect(error == .headersTooLarge(limit: 256 << 10))
    }

    @Test(arguments: [("/close", "was lost"), ("/partial", "was lost"), ("/garbage", "no valid HTTP answer")])
    func brokenAnswersAreErrors(_ path: String, _ words: String) async throws {
        let error = await error(HTTPRequest(url: try Fixture.url(path)))
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.isPeerFailure == true)
    }

    @Test func plainHTTPWhereTLSIsSpokenIsAnError() async throws {
        let port = try Fixture.server.get().port
        let error = await error(HTTPRequest(url: "https://127.0.0.1:\(port)/"))
        #expect(error?.description.hasPrefix("no secure connection to 127.0.0.1:\(port): ") == true)
    }

    @Test(arguments: [
        "", "nothing", "/path", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://127.0.0.1:99999/",
        "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "http://127.0.0.1/\u{0}", "http://[::1/",
    ])
    func badURLsAreRefused(_ url: String) async {
        guard case .invalidURL(_, let reason) = await error(HTTPRequest(url: url)) else {
            Issue.record("`\(url)` was sent")
            return
        }
        #expect(!reason.isEmpty && !reason.contains("\n"))
    }

    @Test func refusedURLsShowNoPassword() async {
        let error = await error(HTTPRequest(url: "ftp://ana:hidden@127.0.0.1/"))
        #expect(
            error?.description
                == "the URL `ftp://***@127.0.0.1/` can't be used: only http and https are spoken, not ftp")
    }

    @Test(arguments: [
        ("X-A", "1\r\nX-B: 2"), ("X-A", "1\nX-B: 2"), ("X-A", "1\u{0}"), ("X-A: 1\r\nX-B", "2"), ("X A", "1"),
        ("", "1"), ("X-Ä", "1"),
    ])
    func headersThatWouldSmuggleAreRefused(_ name: String, _ value: String) async throws {
        let error = await error(HTTPRequest(url: try Fixture.url("/echo"), headers: [(name, value)]))
        guard case .invalidRequest = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("\n") == false)
    }

    @Test(arguments: ["", "GET /x", "GET\r\n", "GE\u{0}T"])
    func methodsThatAreNoTokensAreRefused(_ method: String) async throws {
        let error = await error(HTTPRequest(method: method, url: try Fixture.url("/echo")))
        #expect(error?.description.contains("is not a method") == true)
        #expect(error?.isPeerFailure == false)
    }

    @Test func theOtherMessagesSayWhatHappened() {
        #expect(HTTPTransportError.tooManyRedirects(limit: 3).description == "more than 3 redirects")
        #expect(HTTPTransportError.cancelled.description == "the request was cancelled")
        #expect(HTTPTransportError.shutDown.description == "the HTTP client was shut down")
        #expect(
            HTTPTransportError.headersTooLarge(limit: 1024).description == "the response's header is larger than 1Ki")
    }
}
