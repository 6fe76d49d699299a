import Foundation
import Model
import Testing

@testable import Importing

/// Hostile inputs cost no more than their size. Each of these took minutes or all memory when its work grew with the square of
/// the input, or worse; the limit is a guard against a hang.
@Suite(.timeLimit(.minutes(5)))
struct ImportedWorkTests {
    private static func result(_ text: String, _ format: ImportFormat) throws -> ImportResult {
        try ImportedManifest.result(of: Data(text.utf8), file: "large", format: format)
    }

    /// Breaks when an append copies the text, or a search for `}}` goes on to the end of the line.
    @Test("Braces without an end")
    func braces() {
        let braces = String(repeating: "{", count: 1_000_000)
        #expect(BracedText.parse(braces).plain == braces)
        #expect(BracedText.parse(braces + "}}").hasExpressions == false)
        #expect(BracedText.parse(braces + "x}}").parts.last == .expression("x"))
        let gaps = String(repeating: "{{a ", count: 250_000)
        #expect(BracedText.parse(gaps).parts == [.literal(gaps)])
        for body in ["```\n\(braces)\n```", "{\"a\": \"\(braces)\"}", "<a>\(braces)</a>"] {
            #expect(throws: Importing.ImportError.self) { try Self.result("POST http://a.test\n\(body)\n", .hurl) }
        }
        #expect(throws: Importing.ImportError.self) { try Self.result("GET http://a.test/\(braces)\n", .hurl) }
    }

    /// Breaks when a `$` before a template is looked for from the begin of the text.
    @Test("Dollars before templates")
    func dollars() {
        var variables = ImportedVariables(given: [:])
        let text = BracedTemplate.text(BracedText.parse(String(repeating: "$${{a}}", count: 50_000)), &variables)
        #expect(text.hasSuffix("${{ '$$' }}${{ params.a }}"))
    }

    /// Breaks when each new name is compared with all others, or numbers are tried from 2 each time.
    @Test("Many names that become the same")
    func names() {
        var variables = ImportedVariables(given: [:])
        for index in 0..<50_000 {
            _ = variables.meaning(of: "\u{416}\(String(repeating: "\u{416}", count: index % 7))\(index)")
        }
        for index in 0..<50_000 {
            _ = variables.meaning(of: String(repeating: "\u{416}", count: 1) + "-" + "\u{416}\(index)\u{416}")
        }
        #expect(Set(variables.parameters.map(\.name)).count == 100_000)
        var names = UniqueNames()
        let made = (0..<50_000).map { _ in names.name("a", separator: "-") }
        #expect(Set(made).count == 50_000 && made.last == "a-50000")
    }

    /// Breaks when a schema that requires several of its own type is followed down every way.
    @Test("A type that requires ten of itself")
    func schemas() throws {
        let names = (0..<10).map { "p\($0)" }
        let properties = names.map { "\"\($0)\": {\"$ref\": \"#/components/schemas/T\"}" }.joined(separator: ",")
        let required = names.map { "\"\($0)\"" }.joined(separator: ",")
        let list = ##"{"type": "array", "minItems": 50, "items": {"$ref": "#/components/schemas/L"}}"##
        let document = """
            {"openapi": "3.0.0", "info": {"title": "T"}, "paths": {"/a": {"post": {
              "requestBody": {"content": {"application/json": {"schema": {"type": "object", "required": ["t", "l"], "properties": {
                "t": {"$ref": "#/components/schemas/T"}, "l": {"$ref": "#/components/schemas/L"}}}}}},
              "responses": {"204": {"description": "x"}}}}},
             "components": {"schemas": {"L": \(list), "T": {"type": "object", "required": [\(required)], "properties": {\(properties)}}}}}
            """
        var references = OpenAPIReferences(try InputTree.tree(document, file: "a"), file: "a") { _ in Data() }
        for name in ["T", "L"] {
            let place = OpenAPIPlace(file: "a", value: .object(["$ref": .string("#/components/schemas/\(name)")]))
            var total = SchemaSample.limit * 2
            let sample = SchemaSample.value(place, for: .request, &references, total: &total)
            #expect(sample.count(upTo: .max) <= SchemaSample.limit * 2)
            #expect(total >= SchemaSample.limit - 100 && total < SchemaSample.limit * 2)
        }
        #expect(throws: Never.self) { try Self.result(document, .openapi) }
    }

    /// Breaks when values made of other values are put together whatever they come to.
    @Test("Variables that double each other")
    func doubling() throws {
        let variables = (1...60).map { "{\"key\": \"v\($0)\", \"value\": \"{{v\($0 - 1)}}{{v\($0 - 1)}}\"}" }
        for first in ["x", ""] {
            let collection = """
                {"info": {"name": "a"}, "variable": [{"key": "v0", "value": "\(first)"}, \(variables.joined(separator: ","))],
                 "item": [{"name": "a", "request": {"method": "GET", "url": "http://a.test/{{v60}}"}}]}
                """
            #expect(throws: Importing.ImportError.self) { try Self.result(collection, .postman) }
        }
        let entries = (0..<100).map { _ in "GET http://a.test\n[Options]\nvariable: a={{a}}{{a}}\nHTTP 200\n" }
        #expect(throws: Importing.ImportError.self) {
            try Self.result("GET http://a.test\n[Options]\nvariable: a=xy\nHTTP 200\n" + entries.joined(), .hurl)
        }
    }

    /// Breaks when values that are made of each other are followed for ever.
    @Test("Variables that are made of themselves")
    func circles() throws {
        let collection = """
            {"info": {"name": "a"}, "variable": [{"key": "a", "value": "{{b}}"}, {"key": "b", "value": "x{{a}}"}],
             "item": [{"name": "a", "request": {"method": "GET", "url": "http://a.test/{{a}}"}}]}
            """
        #expect(try Self.result(collection, .postman).manifest.contains("http://a.test/x${{ params.a }}"))
    }

    /// Breaks when patterns are tried on statements of any length, or comments and chains are looked for from each line anew.
    @Test("Scripts of one endless line")
    func scripts() {
        for text in [
            String(repeating: "/*", count: 500_000), String(repeating: "\n", count: 1_000_000) + "x",
            String(repeating: " //", count: 300_000) + "\"", "pm.test(" + String(repeating: "x) {", count: 200_000),
            "pm.expect(" + String(repeating: "a.b ", count: 200_000) + ").to.be.true",
        ] {
            #expect(PostmanScript([text]).leftOut.count <= 1)
        }
    }

    /// Breaks when a header is looked for among all others.
    @Test("Many headers and parts")
    func headers() throws {
        var request = ImportedRequest()
        request.headers = (0..<100_000).map { NamedText("h\($0)", "x") }
        guard case .mapping(let entries) = RequestTree.node(request) else { return }
        #expect(entries.contains { $0.key == "headers" })
    }

    /// Breaks when the script of a collection is read anew for each of its requests, or what it asks for is kept for all of them.
    @Test("A long script of a collection with many requests")
    func scriptsOfCollections() {
        let lines = (0..<300).map { "\"pm.expect(pm.response.json().a\($0)).to.eql(1);\", \"left(\($0))\"" }
        let items = (0..<2_000).map { "{\"name\": \"r\($0)\", \"request\": {\"url\": \"http://a.test/\"}}" }
        let collection = """
            {"info": {"name": "a"}, "event": [{"listen": "test", "script": {"exec": [\(lines.joined(separator: ","))]}}],
             "item": [\(items.joined(separator: ","))]}
            """
        #expect(throws: Importing.ImportError.self) { try Self.result(collection, .postman) }
    }

    /// Breaks when an example that many operations refer to is copied for each of them.
    @Test("A large example of many operations")
    func examples() {
        let paths = (0..<2_000).map { index in
            ##""/p\##(index)": {"post": {"requestBody": {"content": {"application/json": {"examples": {"a": {"$ref": "#/x"}}}}}, "responses": {}}}"##
        }
        let example = Array(repeating: "1", count: 200_000).joined(separator: ",")
        let document = """
            {"openapi": "3.0.0", "info": {"title": "T"}, "x": {"value": [\(example)]}, "paths": {\(paths.joined(separator: ","))}}
            """
        #expect(throws: Importing.ImportError.self) { try Self.result(document, .openapi) }
    }
}
