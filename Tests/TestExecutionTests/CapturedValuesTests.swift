import Foundation
import HTTPTransport
import Model
import TestLanguage
import Testing

@testable import TestExecution

struct CapturedValuesTests {
    private static func evidence(_ body: String, variables: [String: JSONValue] = [:]) -> Evidence {
        var evidence = Evidence(
            HTTPResponse(
                status: 200, headers: HTTPHeaders(), body: Data(body.utf8),
                timings: HTTPTimings(firstByte: .zero, total: .zero), httpVersion: "1.1",
                finalURL: "http://127.0.0.1:1/", ip: "127.0.0.1"))
        evidence.variables = variables
        return evidence
    }

    /// Breaks when what a result can't take is captured: the result of a test that passed would be refused.
    @Test func aLargeValueIsNotCaptured() throws {
        let body = "{\"token\": \"top-secret-value\", \"rest\": \"\(String(repeating: "x", count: 5_000_000))\"}"
        let claims = Claims(
            assert: [try AssertionParser.parse("json $.token == other")],
            capture: ["all": Capture(from: Extraction(.body))])
        let evaluation = Evaluation(of: Self.evidence(body), claims: claims, redactor: Redactor())
        #expect(evaluation.captures.values.isEmpty)
        #expect(evaluation.captures.refused.map(\.name) == ["all"])
        let part = Evaluation(
            of: Self.evidence(body),
            claims: Claims(capture: [
                "all": Capture(from: Extraction(.body)),
                "token": Capture(from: try ExtractionParser.parse("json $.token")),
            ]), redactor: Redactor())
        #expect(part.captures.values == ["token": .string("top-secret-value")])
        #expect(
            part.failures == [
                AssertionFailure(
                    query: "capture all", expected: "a value of body",
                    actual: "no value (it is larger than 256Ki: capture a part of it)")
            ])
    }

    /// Breaks when a value that is too large to be kept is not masked either.
    @Test func aLargeSecretIsMaskedAllTheSame() throws {
        let secret = String(repeating: "s", count: CapturedValues.valueLimit + 1)
        let list = JSONValue.array([.string(secret), .string("top-secret-value")])
        let evaluation = Evaluation(
            of: Self.evidence("\(list)"),
            claims: Claims(capture: ["all": Capture(from: try ExtractionParser.parse("json $"), redact: true)]),
            redactor: Redactor())
        #expect(evaluation.captures.values.isEmpty)
        #expect(evaluation.redactor.mask("it is top-secret-value") == "it is ***")
    }

    /// Breaks when each value is bounded and not all of them together.
    @Test func theCapturesOfATestAreBoundedTogether() throws {
        let text = JSONValue.string(String(repeating: "x", count: 250 << 10))
        let names = ["a", "b", "c", "d", "e"]
        let captures = CapturedValues(
            try Dictionary(
                uniqueKeysWithValues: names.map {
                    ($0, Capture(from: try ExtractionParser.parse("variable \($0)")))
                }),
            of: Self.evidence("", variables: Dictionary(uniqueKeysWithValues: names.map { ($0, text) })),
            ValueText(redactor: Redactor()))
        #expect(captures.values.keys.sorted() == ["a", "b", "c", "d"])
        #expect(
            captures.refused.map(\.reason) == ["the captures of the test are larger than 1Mi together: capture less"])
    }

    /// Breaks when a text is taken for as long as it is before JSON escapes it.
    @Test(arguments: [
        (JSONValue.null, 8), (.string("ab"), 4), (.string("\u{1}\"\\"), 12), (.array([.string("a")]), 6),
        (.object(["a": .string("")]), 9),
    ])
    func sizesAreThoseOfJSON(_ value: JSONValue, _ size: Int) {
        #expect(value.jsonSize(atMost: 100) == size)
        #expect(value.jsonSize(atMost: size) == size)
        #expect(value.jsonSize(atMost: size - 1) == nil)
    }
}
