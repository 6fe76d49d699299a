import Foundation
import Model
import TestExecution
import TestSupport
import Testing

struct RestTests {
    @Test func aRequestWithoutExpectationsPassesBelow400() async throws {
        let passed = try await Fixture.run(Fixture.get("/status/302"))
        #expect(passed.outcome == .passed)
        #expect(passed.failures.isEmpty)
        let failed = try await Fixture.run(Fixture.get("/status/400"))
        #expect(failed.outcome == .failed)
        #expect(failed.failures == [AssertionFailure(query: "status", expected: "below 400", actual: "400")])
        #expect(failed.message == "status: expected below 400, got 400")
    }

    @Test func anExpectationReplacesTheDefault() async throws {
        let result = try await Fixture.run(
            Fixture.get("/status/404"), expect: Expectation(status: StatusExpectation([.exactly(404)])))
        #expect(result.outcome == .passed)
    }

    @Test func theRequestIsSentAsWritten() async throws {
        let request = RestRequest(
            method: "POST", url: try Fixture.url("/echo/"), path: "/a b/ü", query: ["q": "a&b=c ü", "p": "1+1"],
            headers: ["X-A": "1"], json: .object(["sku": .string("A1"), "n": .integer(9_007_199_254_740_993)]))
        let result = try await Fixture.run(
            .rest(request),
            assert: [
                "json $.method == POST", "json $.path == '/echo/a%20b/%C3%BC'",
                #"json $.query == [["p","1+1"],["q","a&b=c ü"]]"#,
                #"json $.body == '{"n":9007199254740993,"sku":"A1"}'"#,
            ],
            capture: ["headers": Capture(from: .json(JSONPath(segments: [.name("headers")])))])
        #expect(result.failures.isEmpty)
        #expect(result.outcome == .passed)
        let headers = "\(result.captures["headers"] ?? .null)".lowercased()
        #expect(headers.contains(#"["content-type","application/json"]"#))
        #expect(headers.contains(#"["x-a","1"]"#))
        let trace = try #require(result.exchange?.trace)
        #expect(headers.contains(#"["traceparent","\#(trace)"]"#))
        #expect(trace.wholeMatch(of: /00-[0-9a-f]{32}-[0-9a-f]{16}-01/) != nil)
        #expect(result.exchange?.method == "POST")
        #expect(result.exchange?.status == 200)
        #expect(result.exchange?.url.hasSuffix("/echo/a%20b/%C3%BC?p=1%2B1&q=a%26b%3Dc%20%C3%BC") == true)
        #expect(result.exchange?.total != nil && result.exchange?.firstByte != nil)
    }

    @Test func aTraceOfTheTestIsKeptAndEachAttemptHasItsOwn() async throws {
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let request = RestRequest(url: try Fixture.url("/echo"), headers: ["TraceParent": trace])
        #expect(try await Fixture.run(.rest(request)).exchange?.trace == trace)
        let first = try await Fixture.run(Fixture.get("/echo")).exchange?.trace
        #expect(try await Fixture.run(Fixture.get("/echo")).exchange?.trace != first)
    }

    @Test func everyExpectationIsJudged() async throws {
        let result = try await Fixture.run(
            Fixture.get("/text?status=500&body=internal%20error"),
            expect: Expectation(
                status: StatusExpectation([.exactly(201), .family(3)]), headers: ["Content-Type": "application/json"],
                json: .object(["id": .integer(1)]), body: "fine",
                duration: .bound(.milliseconds(0), inclusive: false)),
            assert: ["json $.id exists", "status == 201", "header X-Gone == 1", "body contains fine"])
        #expect(result.outcome == .failed)
        let total = try #require(result.failures.first { $0.query == "duration" }?.actual)
        #expect(
            result.failures == [
                AssertionFailure(query: "status", expected: "201 or 3xx", actual: "500"),
                AssertionFailure(
                    query: "header Content-Type", expected: #""application/json""#, actual: #""text/plain""#),
                AssertionFailure(
                    query: "json $", expected: #"{"id":1}"#,
                    actual: #"no value (the body is not JSON: "internal error")"#),
                AssertionFailure(query: "body", expected: #""fine""#, actual: #""internal error""#),
                AssertionFailure(query: "duration", expected: "< 0ms", actual: total),
                AssertionFailure(
                    query: "json $.id", expected: "exists",
                    actual: #"no value (the body is not JSON: "internal error")"#),
                AssertionFailure(query: "status", expected: "201", actual: "500"),
                AssertionFailure(query: "header X-Gone", expected: "1", actual: "no value"),
                AssertionFailure(query: "body", expected: #"contains "fine""#, actual: #""internal error""#),
            ])
        #expect(result.message == "status: expected 201 or 3xx, got 500 (and 8 more)")
    }

    /// Breaks when the bound that the history gave is told but not kept.
    @Test func whatIsSlowerThanUsualFails() async throws {
        let result = try await Fixture.run(
            Fixture.get("/text?body=x"), expect: Expectation(duration: .usual(.milliseconds(0))))
        #expect(result.failures.map(\.query) == ["duration"] && result.failures[0].expected == "usual (<= 0ms)")
    }

    @Test func differencesInTheBodyAreNamedByTheirPath() async throws {
        let body = #"{"items":[{"sku":"A1","n":1.0},{"sku":"B2"}],"more":true}"#
        let query = body.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let result = try await Fixture.run(
            Fixture.get("/json?value=\(query)"),
            expect: Expectation(
                json: .object([
                    "items": .array([
                        .object(["sku": .string("A2"), "n": .integer(1)]), .object(["sku": .string("B2")]),
                    ]),
                    "gone": .null,
                ])))
        #expect(
            result.failures == [
                AssertionFailure(query: "json $.gone", expected: "null", actual: "no value"),
                AssertionFailure(query: "json $.items[0].sku", expected: #""A2""#, actual: #""A1""#),
            ])
    }

    @Test func redirectsAreFollowedWhenAsked() async throws {
        let url = try Fixture.url("/redirect/2")
        let stays = try await Fixture.run(.rest(RestRequest(url: url)), assert: ["status == 302"])
        #expect(stays.outcome == .passed)
        let follows = try await Fixture.run(
            .rest(RestRequest(url: url, followRedirects: true)), assert: ["json $.path == /echo/end"])
        #expect(follows.outcome == .passed)
    }

    // MARK: No answer

    @Test func aRefusedConnectionIsAFailureOfTheSystemUnderTest() async throws {
        let result = try await Fixture.run(.rest(RestRequest(url: "http://ana:hidden@127.0.0.1:1/x")))
        #expect(result.outcome == .failed)
        #expect(result.message == "cannot connect to 127.0.0.1:1: connection refused")
        #expect(result.exchange?.status == nil)
        #expect(result.exchange?.url == "http://***@127.0.0.1:1/x")
        #expect(result.exchange?.curl.contains("hidden") == false)
    }

    @Test func anUnknownHostIsAFailure() async throws {
        let result = try await Fixture.run(.rest(RestRequest(url: "http://nowhere.invalid/")))
        #expect(result.outcome == .failed)
        #expect(result.message == "cannot find host nowhere.invalid")
    }

    @Test func aTestThatTakesTooLongTimesOut() async throws {
        let result = try await Fixture.run(Fixture.get("/hang"), timeout: .milliseconds(200))
        #expect(result.outcome == .timedOut)
        #expect(result.message?.hasPrefix("no answer from 127.0.0.1:") == true)
        #expect(result.duration >= .milliseconds(200))
    }

    @Test func abrokenAnswerIsAFailure() async throws {
        #expect(try await Fixture.run(Fixture.get("/garbage")).outcome == .failed)
        let huge = try await Fixture.run(Fixture.get("/huge/20000000"))
        #expect(huge.outcome == .failed)
        #expect(huge.message == "the response's body is larger than 16Mi")
    }

    @Test func cancellingTheTaskCancelsTheTest() async throws {
        let body = try Fixture.get("/hang")
        let task = Task { try await Fixture.run(body) }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        #expect(try await task.value.outcome == .cancelled)
    }

    @Test func aRequestThatCannotBeSentTellsNothing() async throws {
        let noAddress = try await Fixture.run(.rest(RestRequest(service: "shop")))
        #expect(noAddress.outcome == .errored)
        #expect(noAddress.message == "service `shop` has no address")
        let noURL = try await Fixture.run(.rest(RestRequest()))
        #expect(noURL.message == "the request has no `url`")
        let smuggled = try await Fixture.run(
            .rest(RestRequest(url: try Fixture.url("/echo"), headers: ["X-A": "1\r\nX-B: 2"])))
        #expect(smuggled.outcome == .errored)
        let scheme = try await Fixture.run(.rest(RestRequest(url: "file:///etc/passwd")))
        #expect(scheme.outcome == .errored)
    }

    // MARK: References and captures

    @Test func runReferencesAreResolved() async throws {
        let request = RestRequest(
            url: try Fixture.url("/echo"), path: "/${{ captures.id }}/${{ attempt }}",
            json: .object(["id": .string("${{ captures.id }}"), "text": .string("$${{ x }}")]))
        let result = try await Fixture.run(
            .rest(request),
            assert: ["json $.path == '/echo/7/2'", #"json $.body == '{"id":7,"text":"$${{ x }}"}'"#],
            captures: ["id": .integer(7)], attempt: 2)
        #expect(result.failures.isEmpty)
        #expect(result.outcome == .passed)
    }

    @Test func anUnknownReferenceIsAnError() async throws {
        let request = RestRequest(url: try Fixture.url("/echo/${{ captures.idd }}"))
        let result = try await Fixture.run(.rest(request), captures: ["id": .integer(7)])
        #expect(result.outcome == .errored)
        #expect(result.message?.contains("did you mean `captures.id`?") == true)
    }

    @Test func capturesAreHandedOnWithTheirTypes() async throws {
        let query = #"{"id":7,"deep":{"list":["x","y"]}}"#
            .addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        let result = try await Fixture.run(
            Fixture.get("/json?value=\(query ?? "")"),
            capture: [
                "id": Capture(from: .json(JSONPath(segments: [.name("id")]))),
                "last": Capture(from: .json(JSONPath(segments: [.name("deep"), .name("list"), .index(-1)]))),
                "type": Capture(from: .header("content-type")), "status": Capture(from: .status),
                "time": Capture(from: .duration),
            ])
        #expect(result.outcome == .passed)
        #expect(result.captures["id"] == .integer(7))
        #expect(result.captures["last"] == .string("y"))
        #expect(result.captures["type"] == .string("application/json"))
        #expect(result.captures["status"] == .integer(200))
        #expect(result.captures["time"]?.string.flatMap { TimeSpan($0) } != nil)
        #expect(result.redacted.isEmpty)
    }

    @Test func aCaptureThatFindsNothingIsAFailure() async throws {
        let result = try await Fixture.run(
            Fixture.get("/text?body=plain"),
            capture: [
                "id": Capture(from: .json(JSONPath(segments: [.name("id")]))), "gone": Capture(from: .header("X-Gone")),
            ])
        #expect(result.outcome == .failed)
        #expect(result.captures.isEmpty)
        #expect(
            result.failures == [
                AssertionFailure(query: "capture gone", expected: "a value of header X-Gone", actual: "no value"),
                AssertionFailure(
                    query: "capture id", expected: "a value of json $.id",
                    actual: #"no value (the body is not JSON: "plain")"#),
            ])
    }

    @Test func nothingIsCapturedOfAFailedTest() async throws {
        let result = try await Fixture.run(
            Fixture.get("/text?body=plain"), assert: ["status == 201"],
            capture: ["body": Capture(from: .body), "gone": Capture(from: .header("X-Gone"))])
        #expect(result.captures.isEmpty)
        #expect(result.failures.map(\.query) == ["status"])
    }

    // MARK: Secrets

    @Test func secretsAreMaskedInEveryText() async throws {
        let secret = "s3cr3t/+ ü'\""
        let request = RestRequest(
            method: "POST", url: try Fixture.url("/echo"), query: ["token": secret],
            headers: ["Authorization": "Basic " + Data("ana:\(secret)".utf8).base64EncodedString(), "X-Plain": "abc"],
            json: .object(["token": .string(secret)]))
        let result = try await Fixture.run(
            .rest(request), assert: ["body == \"\"", "json $.query == 1", "json $.body == 'x'"], secrets: [secret])
        #expect(result.outcome == .failed)
        let text = String(decoding: try JSONEncoder().encode(result), as: UTF8.self)
        for form in ["s3cr3t", "czNjcjN0", "MzY3IzdC", "zY3IzdC"] { #expect(!text.contains(form), "\(form)") }
        #expect(result.exchange?.url.contains("token=***") == true)
        #expect(result.exchange?.curl.contains("X-Plain: abc") == true)
        #expect(result.failures.count == 3)
    }

    @Test func redactedCapturesAreMaskedButHandedOn() async throws {
        let token = "tok-123456789"
        let redact = ["token": Capture(from: .json(JSONPath(segments: [.name("token")])), redact: true)]
        let path = "/json?value=%7B%22token%22:%22\(token)%22%7D"
        let passed = try await Fixture.run(Fixture.get(path), capture: redact)
        #expect(passed.outcome == .passed)
        #expect(passed.captures == ["token": .string(token)])
        #expect(passed.redacted == ["token"])
        #expect(passed.exchange?.url.contains(token) == false)
        let failed = try await Fixture.run(
            Fixture.get(path), assert: ["json $.token == other", "body contains x"], capture: redact)
        #expect(failed.outcome == .failed)
        #expect(failed.failures.count == 2)
        #expect(!"\(failed)".contains(token))
    }
}
