import Foundation
import Model
import Testing
import TestLanguage

@testable import Importing

/// JSON with templates in it, sent as the other tool would send it.
struct JSONTemplateTests {
    /// What a body becomes once parameters and captures have their values.
    private static func sent(
        _ body: String, given: [String: String] = [:], captured: [String: JSONValue] = [:]
    ) throws -> JSONValue? {
        var variables = ImportedVariables(given: given)
        for name in captured.keys.sorted() { _ = variables.capture(name) }
        guard let tree = BracedTemplate.json(BracedText.parse(body), &variables) else { return nil }
        let parameters = Dictionary(uniqueKeysWithValues: variables.parameters.map { ($0.name, $0.value) })
        let scope = Scope([.params: .object(parameters), .captures: .object(captured)])
        return try ReferenceTime.allCases.reduce(tree) { try TreeResolver([$1], scope: scope).resolve($0) }
    }

    /// Breaks when it is forgotten whether a template stood between quotes, or what a number looks like.
    @Test(
        "Values keep their types",
        arguments: [
            (#"{"a": "{{id}}"}"#, #"{"a": "42"}"#), (#"{"a": {{id}}}"#, #"{"a": 42}"#),
            (#"{"a": "{{p}}"}"#, #"{"a": "1.5"}"#), (#"{"a": {{p}}}"#, #"{"a": 1.5}"#),
            (#"{"a": "{{yes}}"}"#, #"{"a": "true"}"#), (#"{"a": {{yes}}}"#, #"{"a": true}"#),
            (#"{"a": {{long}}}"#, #"{"a": 1.50}"#), (#"{"a": "{{long}}"}"#, #"{"a": "1.50"}"#),
            (#"{"a": {{list}}}"#, #"{"a": [1, "${{ x }}"]}"#),
            (#"{"a": {{null}}}"#, #"{"a": null}"#), (#"{"a": {{word}}}"#, #"{"a": "hello"}"#),
            (#"{"a": {{$randomInt}}}"#, #"{"a": 42}"#), (#"{"a": "{{$randomInt}}"}"#, #"{"a": "42"}"#),
            (#"{"a": {{c}}}"#, #"{"a": 7}"#), (#"{"a": "{{c}}"}"#, #"{"a": "7"}"#),
            (#"{"a": "x{{c}}y"}"#, #"{"a": "x7y"}"#),
            (#"[{{c}}, "{{id}}{{c}}", "\"{{c}}"]"#, #"[7, "427", "\"7"]"#),
        ])
    func types(body: String, expected: String) throws {
        let given = [
            "id": "42", "p": "1.5", "yes": "true", "long": "1.50", "list": #"[1, "${{ x }}"]"#, "null": "null",
            "word": "hello",
        ]
        let sent = try Self.sent(body, given: given, captured: ["c": .integer(7)])
        #expect(sent == (try JSONParser.parse(Array(expected.utf8))))
    }

    /// Names of members are no templates: the body is sent as text then, in which it is.
    @Test func aNameThatIsATemplateMakesAText() throws {
        #expect(try Self.sent(#"{"{{id}}": 1}"#) == nil)
        #expect(try Self.sent(#"{"${{ x }}": 1}"#, given: ["x": "1"]) == nil)
        let text = "POST http://a.test\n{\"{{id}}\": 1}\nHTTP 200\n"
        let manifest = try ImportedManifest.result(of: Data(text.utf8), file: "a.hurl", format: .hurl).manifest
        #expect(manifest.contains(#"body: "{\"${{ params.id }}\": 1}""#), "\(manifest)")
    }
}
