import Foundation
import Manifests
import Model
import Testing
import TestLanguage

@testable import Importing

/// What operations of OpenAPI documents become.
struct OpenAPIImporterTests {
    private func result(_ text: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportResult {
        let result = try ImportedManifest.result(of: Data(text.utf8), file: "api.yaml", change)
        let found = ImportedManifest.diagnostics(result.manifest, services: ["shop"])
        #expect(found == [], "\(result.manifest)")
        return result
    }

    private static let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\n"

    /// Breaks when a schema that holds itself is followed for ever, or its references are left out.
    @Test func circularSchemasEnd() throws {
        let manifest = try result(
            Self.head + """
                paths:
                  /tree:
                    get:
                      responses:
                        "200": { description: x, content: { application/json: { schema: { $ref: "#/components/schemas/Node" } } } }
                components:
                  schemas:
                    Node: { type: object, required: [ next ], properties: { next: { $ref: "#/components/schemas/Node" } } }
                """
        ).manifest
        #expect(manifest.contains(##""$ref":"#/$defs/Node""##))
    }

    /// Breaks when what 3.0 spells otherwise is taken as 2020-12 has it.
    @Test func olderSchemasAreModernized() throws {
        let line = try #require(
            try ImportedManifest.result("openapi/shop.yaml").manifest.split(separator: "\n").first {
                $0.contains("matchesSchema")
            })
        let text = line.trimmingCharacters(in: CharacterSet(charactersIn: " -"))
        guard case .matchesSchema(.inline(let schema))? = (try? AssertionParser.parse(text))?.predicate else {
            Issue.record("\(text)")
            return
        }
        let compiled = try JSONSchema(schema)
        let order: [String: JSONValue] = ["id": .string("7"), "sku": .string("A10"), "state": .string("placed")]
        #expect(try compiled.accepts(.array([.object(order.merging(["note": .null]) { $1 })])))
        #expect(try !compiled.accepts(.array([.object(order.merging(["total": .integer(0)]) { $1 })])))
        #expect(try !compiled.accepts(.array([.object(order.merging(["sku": .string("a")]) { $1 })])))
    }

    @Test func secretsOfAnEnvironmentThatLacksThemAreParameters() throws {
        let path = "openapi/shop.yaml"
        #expect(try ImportedManifest.result(path).manifest.contains("bearer: ${{ secrets.token }}"))
        let lacking = try ImportedManifest.result(path) { $0.secrets = ["key"] }
        #expect(lacking.manifest.contains("bearer: ${{ params.token }}"))
        #expect(lacking.manifest.contains("X-Key: ${{ secrets.key }}"))
        #expect(lacking.notes.contains { $0.message.contains("no secret `token`") })
    }

    @Test(
        "References that lead nowhere are told, and the rest is imported",
        arguments: [
            ("#/components/schemas/None", "there is no"), ("other.yaml#/X", "no other file"),
            ("https://a.test/x.json", "nothing is fetched"),
        ])
    func lostReferences(reference: String, message: String) throws {
        let result = try result(
            Self.head + """
                paths:
                  /a:
                    get:
                      parameters: [ { $ref: "\(reference)" } ]
                      responses: { "200": { description: x } }
                """)
        #expect(result.testCount == 1)
        #expect(result.notes.contains { $0.message.contains(message) }, "\(result.notes)")
    }

    @Test(
        "Hostile documents end in an error with a place, or in a suite",
        arguments: [
            ("{\"openapi\": \"3.0.0\", \"paths\": {]}", "1"), ("openapi: 3.0.0\na: &a [*a]\n", "2"),
            ("openapi: 9.0\npaths: {}\n", ""),
            ("openapi: 3.0.0\npaths: {}\n", ""),
        ])
    func hostile(text: String, line: String) {
        #expect { try ImportedManifest.result(of: Data(text.utf8), file: "api.yaml", format: .openapi) } throws: {
            guard let error = $0 as? Importing.ImportError else { return false }
            return line.isEmpty || error.line.map(String.init) == line && error.column != nil
        }
    }

    @Test func deepAndLargeInputsAreRefused() {
        let deep = "openapi: 3.0.0\nx: " + String(repeating: "[", count: 5_000)
        #expect(throws: Importing.ImportError.self) {
            try ImportedManifest.result(of: Data(deep.utf8), file: "deep.yaml", format: .openapi)
        }
        let large = Data(repeating: UInt8(ascii: " "), count: ImportLimits.bytes + 1)
        #expect(throws: Importing.ImportError.self) { try ImportedManifest.result(of: large, file: "large.json") }
        let broken = Data("openapi: 3.0.0\ninfo: \u{22}".utf8) + Data([0xFF])
        #expect { try ImportedManifest.result(of: broken, file: "bytes.yaml") } throws: {
            ($0 as? Importing.ImportError)?.line == 2
        }
    }

    private static let types = """
        paths:
          /a:
            get:
              responses:
                "200":
                  description: x
                  content:
                    application/xml: { schema: { type: object } }
                    application/json: { schema: { type: object, required: [ a ] } }
          /b:
            get:
              responses:
                "200": { description: x, content: { application/json: { schema: { type: object } } } }
        """

    /// Breaks when a service that offers XML too is not asked for the JSON that is checked.
    @Test func theTypeThatIsCheckedIsAskedFor() throws {
        let manifest = try result(Self.head + Self.types).manifest
        #expect(manifest.matches(of: #/Accept: application\/json/#).count == 1, "\(manifest)")
        let old = try result(
            "swagger: '2.0'\ninfo: { title: T }\nproduces: [ application/xml, application/json ]\npaths: { /a: { get: { responses: { '200': { description: x, schema: { type: object, required: [ a ] } } } } } }\n"
        ).manifest
        #expect(old.contains("Accept: application/json"))
    }

    /// Breaks when the folders of the document's server are lost, or come twice.
    @Test func pathsBeginAsTheServerSays() throws {
        let text = Self.head + "servers: [ { url: 'https://a.test/v1' } ]\n" + Self.types
        #expect(try result(text) { $0.service = "shop" }.manifest.contains("path: /v1/a"))
        let known = try result(text) {
            $0.service = "shop"
            $0.serviceAddress = "https://b.test/v1/"
        }
        #expect(known.manifest.contains("path: /a"))
        let made = try ImportedManifest.result(of: Data(text.utf8), file: "api.yaml") { $0.isNewEnvironment = true }
        #expect(made.manifest.contains("path: /a") && made.needs.services == ["t": "https://a.test/v1"])
        let relative = Self.head + "servers: [ { url: /v2 } ]\n" + Self.types
        let open = try ImportedManifest.result(of: Data(relative.utf8), file: "api.yaml") { $0.isNewEnvironment = true }
        #expect(open.manifest.contains("path: /v2/a") && open.needs.services == ["t": ""])
    }

    /// Breaks when the repository of a document that changes data says only to give the service an address.
    @Test func aRepositoryWhoseSuiteChangesDataSaysSo() throws {
        let text =
            Self.head
            + "servers: [ { url: 'https://a.test/v1' } ]\npaths: { /a: { METHOD: { responses: { '204': { description: x } } } } }\n"
        for (method, isSaid) in [("post", true), ("get", false)] {
            let contents = try OpenAPIRepository.contents(
                of: Data(text.replacing("METHOD", with: method).utf8), file: "a.yaml", options: ImportOptions(),
                schema: "",
                configurationSchema: "")
            let files = contents.files.filter { ["environments/dev.yaml", "suites/t.yaml"].contains($0.path) }
            #expect(files.count == 2 && files.allSatisfy { $0.text.contains("on: [manual]") == isSaid }, "\(files)")
            #expect(files.contains { $0.text.contains("path: /a") && !$0.text.contains("path: /v1") })
        }
    }
}
