import Foundation
import HTTPTransport
import Model
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// Failures as people read them, compared with a file under `Goldens`; with `RONDO_RECORD` set it is written instead.
struct AssertionGoldenTests {
    private static let body = #"""
        {"id": 7, "state": "new", "price": 9.5, "tags": ["a", "c"], "owner": {"name": "ana", "age": 41}, "note": null,
         "page": "one\ntwo\nthree\nfour", "items": [{"sku": "A1", "price": 3}, {"sku": "B2", "price": 30}],
         "token": "top-secret-value", "created": "2026-01-31T12:00:00Z"}
        """#

    private static let lines = [
        "status == 201", "status in [201, 204]", "status between 300 and 399", "status not == 200", "version == 2",
        "url endsWith /home", "redirects count == 1", "header Content-Type == text/plain", "header X-Gone exists",
        "header Vary includes Cookie", "header Content-Type count == 2", "cookie session[Secure] exists",
        "cookie other == x", "body startsWith \"<html\"", "body matches /order [0-9]+/", "bytes startsWith hex,efbbbf;",
        "bytes count == 10", "size < 10", "sha256 == 00ff", "duration < 10ms", "firstByte between 1ms and 2ms",
        "timing total approx 20ms ± 10%", "ip == 10.0.0.1", "tls.version == TLSv1.3", "cert Issuer contains CA",
        "json $.id == 8", "json $.id == \"7\"", "json $.id not == \"7\"", "json $.id contains 7",
        "json $.id not contains 7", "json $.price approx 9 ± 0.1", "json $.missing == 1", "json $.missing not == 1",
        "json $.missing not exists", "json $.note exists", "json $.note isString",
        "json $.state in [\"paid\", \"sent\"]",
        "json $.state > 3", "json $.tags == [\"a\", \"b\"]", "json $.tags includes \"b\"", "json $.tags isEmpty",
        "json $.owner == {\"name\": \"ana\", \"age\": 42}", "json $.page == \"one\\ntwo\\n3\\nfour\"",
        "json $.items[*].price includes 4", "json $.items[?@.price > 100] exists", "json $.items count == 3",
        "json $.items[*].sku nth 5 == C3", "json $.items[*].sku sort first == B2", "json $.state toInt == 1",
        "json $.state count == 3", "json $.state base64Decode == hex,00;", "json $.state split \"\" count == 1",
        "json $.state regex /n(e)w/ == x", "json $.state regex /z(.)/ == x", "json $.state regex /new/ == x",
        "json $.created toDate %Y exists", "json $.created dateFormat %A == Monday", "json $.state isUuid",
        "json $.id isUuid",
        "json $.state isIsoDate", "json $.token == other", "json $.state jwtClaim sub == x",
        "json $.owner matchesSchema {\"type\":\"object\",\"required\":[\"mail\"],\"properties\":{\"age\":{\"maximum\":40}}}",
        "json $.owner not matchesSchema {\"type\":\"object\"}", "bytes equalsFile gone.txt", "xml //a exists",
        "html title == Shop", "html p first == x", "regex /order (\\d+)/ == 5", "variable token == x",
        "variable order == 6", "line 1 == x", "line 99 exists", "graphql.errors exists", "exitCode == 0",
    ]

    @Test("Every sort of failure says what was asked, expected and found, and shows the differing lines")
    func failuresRead() throws {
        var headers = HTTPHeaders()
        headers.append("Content-Type", "application/json")
        headers.append("Vary", "Accept")
        headers.append("Vary", "Origin")
        headers.append("Set-Cookie", "session=abc; Path=/; HttpOnly")
        let scratch = try TemporaryDirectory()
        var evidence = Evidence(
            HTTPResponse(
                status: 200, headers: headers, body: Data(Self.body.utf8),
                timings: HTTPTimings(firstByte: .milliseconds(30), total: .milliseconds(41)), httpVersion: "1.1",
                finalURL: "http://127.0.0.1:1/orders", ip: "127.0.0.1"))
        evidence.variables = ["order": .integer(5)]
        evidence.files = ScratchFiles(folder: scratch.url)
        let settings = TestSettings(
            name: "t",
            expect: Expectation(
                status: StatusExpectation([.exactly(201)]), headers: ["Content-Type": "text/plain"],
                json: .object(["id": .integer(8), "owner": .object(["mail": .string("x")])]), body: "a\nb",
                duration: DurationExpectation("< 10ms")),
            assert: try Self.lines.map(AssertionParser.parse),
            capture: ["gone": Capture(from: .header("X-Gone"))])
        let evaluation = Evaluation(of: evidence, claims: Claims(settings), redactor: Redactor(["top-secret-value"]))
        let text = evaluation.failures.map { failure in
            "\(failure.query)\n  expected \(failure.expected)\n  got      \(failure.actual)\n"
                + (failure.diff.map { $0.split(separator: "\n").map { "  | \($0)\n" }.joined() } ?? "")
        }.joined()
        #expect(!text.contains("top-secret-value"))
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/failures.txt")
        if ProcessInfo.processInfo.environment["RONDO_RECORD"] != nil { try Data(text.utf8).write(to: golden) }
        #expect(text == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
    }
}
