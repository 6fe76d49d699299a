import Foundation
import Model
import Testing

@testable import Manifests

/// What the generated schemas say of texts, held against validation itself.
struct ValueShapeTests {
    private static let texts = [
        "", "a", "A", "a-1", "-a", "a-", "a.b", "a_b", "é", "0", "5", "200", "099", "600", "2xx", "7xx", "500m", "0m",
        "1.5",
        "0s", "00s", "10s", "007ms", "10 s", "1h1", "-5m", "512Mi", "512mi", "8GB", "80%", "0%", "%", "GET", "get",
        "M-SEARCH",
        "/", "/a?b=c", "/a b", "a/b", "env:A_1", "env:", "env:A-B", "file:a", "file:a/b", "vault:x", "SHOP_*", "*",
        "A*B",
        "Environment/dev", "TestSuite/A", "Thing/a", "< 300ms", "<=2s", "<  5m", "> 1s", "http://a", "https://a.test/b",
        "http://", "ftp://a", "${{ vars.x }}", "http://${{ vars.host }}", "/orders/${{ captures.id }}",
        "two\nlines", "tab\there", String(repeating: "x", count: 63), String(repeating: "x", count: 64),
        String(repeating: "x", count: 201),
    ]

    private static let types: [FieldType] =
        TextForm.allCases.flatMap { form in
            [TextRule.References.refused, .resolved, .literal].flatMap { references in
                [false, true].map { .string(TextRule(form, references: references, takesScalars: $0)) }
            }
        } + [
            .dnsLabel, .duration(positive: true), .duration(positive: false), .size, .cpu, .percentage,
            .durationExpectation,
            .statusExpectation, .objectPath, .serviceName, .objectName(.environment), .secretSource, .secretReference,
            .assertion, .query,
            .url(schemes: ["http", "https"], references: .resolved),
            .url(schemes: ["http", "https"], references: .refused),
            .enumeration([EnumerationValue("a"), EnumerationValue("GET"), EnumerationValue("A", isAvailable: false)]),
            .boolean, .count(0...300), .integer, .number,
        ]

    @Test("A schema takes every text that validation takes")
    func neverRefusesMore() throws {
        var both = 0
        for type in Self.types {
            for text in Self.texts where validates(text, type) {
                #expect(try isTaken(text, by: type.shape), "\(text.debugDescription) as \(type)")
                both += 1
            }
        }
        #expect(both > 300)
    }

    @Test(
        "A schema refuses what has another form",
        arguments: [
            (FieldType.dnsLabel, "A"), (.duration(positive: true), "0s"), (.duration(positive: false), "10"),
            (.size, "512mi"),
            (.cpu, "1.5"), (.percentage, "80"), (.durationExpectation, "> 1s"), (.statusExpectation, "7xx"),
            (.objectPath, "dev"), (.secretSource, "vault:x"),
            (.url(schemes: ["http"], references: .refused), "ftp://a"),
            (.string(TextRule(.urlPath)), "a/b"), (.string(TextRule(.httpMethod)), "get"),
            (.string(TextRule(.nonEmpty)), ""),
            (.string(TextRule(.title)), "two\nlines"), (.string(TextRule(.environmentPattern)), "A*B"),
            (.enumeration([EnumerationValue("a", isAvailable: false), EnumerationValue("b")]), "a"),
        ])
    func refusesOtherForms(type: FieldType, text: String) throws {
        #expect(try !isTaken(text, by: type.shape))
    }

    @Test("Keys that validation takes have the form that the schema asks for")
    func keys() throws {
        for form in KeyForm.allCases {
            for text in Self.texts where form.accepts(text) {
                #expect(try form.pattern.map { try matches(text, $0) } ?? true, "\(text) as \(form)")
            }
        }
    }

    @Test func wordsAndSteps() {
        let object = FieldType.object(Schema("", fields: [Field("x", .text, .required, "")]))
        #expect(FieldType.list(.map(keys: .any, values: object), minimum: 0).shape.word == "[]map[string]Object")
        #expect(FieldType.list(.map(keys: .any, values: object), minimum: 0).shape.steps == "[].NAME")
        #expect(FieldType.statusExpectation.shape.word == "status or []status")
        #expect(FieldType.list(object, minimum: 0).shape.fields?.field("x") != nil)
        #expect(FieldType.text.shape.fields == nil)
    }

    private func validates(_ text: String, _ type: FieldType) -> Bool {
        let data = Data("f: \(JSONValue.string(text).description)\n".utf8)
        guard let root = YAMLParser.parse(data).documents.first else { return false }
        var validator = Validator(file: "f.yaml", rootName: "Test") { SourceText(data) }
        _ = validator.walk(root, schema: Schema("", fields: [Field("f", type, .required, "")]))
        return validator.diagnostics.isEmpty
    }

    /// Whether a text fits one of the alternatives of a shape.
    private func isTaken(_ text: String, by shape: ValueShape) throws -> Bool {
        switch shape {
        case .either(let short, let long): return try isTaken(text, by: short) || isTaken(text, by: long)
        case .anything: return true
        case .list, .map, .object, .shared: return false
        case .scalar(let scalar):
            guard scalar.types.contains(.string) else { return false }
            let isKnown = scalar.values.isEmpty || scalar.values.contains(text)
            let hasLength = scalar.length?.contains(text.unicodeScalars.count) ?? true
            return try isKnown && hasLength && (scalar.pattern.map { try matches(text, $0) } ?? true)
        }
    }

    private func matches(_ text: String, _ pattern: String) throws -> Bool {
        let expression = try NSRegularExpression(pattern: pattern)
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
