import Foundation
import TestSupport
import Testing

/// `rondo test import` and `rondo init --openapi`, as a person runs them.
struct TestImportTests {
    private static let hurl = """
        POST https://shop.test/session
        HTTP 201
        [Captures]
        token: jsonpath "$.token"

        GET https://shop.test/orders
        Authorization: Bearer {{token}}
        [Options]
        unix-socket: shop.sock
        HTTP 200
        """

    private static let document = """
        openapi: 3.0.3
        info: { title: Pet Shop, version: "1" }
        paths:
          /pets:
            get:
              parameters: [ { name: limit, in: query, required: true, schema: { type: integer } } ]
              responses:
                "200":
                  description: Pets
                  content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Pet" } } } }
            post:
              requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
              responses: { "201": { description: Made } }
          /pets/newest:
            get:
              responses:
                "200": { description: One, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
          /pets/{id}:
            get:
              security: [ { key: [] } ]
              parameters: [ { name: id, in: path, required: true, schema: { type: string } } ]
              responses:
                "200": { description: One, content: { application/json: { schema: { $ref: "#/components/schemas/Pet" } } } }
        components:
          securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
          schemas:
            Pet:
              type: object
              required: [ id, name ]
              properties: { id: { type: integer }, name: { type: string, minLength: 2 } }
        """

    /// Breaks when what is imported is not valid by itself, or notes go to standard output.
    @Test func whatIsImportedIsValid() async throws {
        let folder = try TemporaryDirectory()
        try Data(Self.hurl.utf8).write(to: folder.url.appending(path: "shop.hurl"))
        let imported = try await Self.run(["test", "import", "shop.hurl", "-o", "suites/shop.yaml"], in: folder)
        #expect(imported.exit == 0, "\(imported)")
        #expect(imported.errors.contains("shop.hurl: TestSuite/shop, 1 test of 2 requests → suites/shop.yaml"))
        #expect(imported.errors.contains("shop.hurl:9: the option `unix-socket: shop.sock` was left out"))
        #expect(imported.output == "")
        let valid = try await Self.run(["validate", "-o", "json"], in: folder)
        #expect(valid.output.contains("\"valid\" : true") || valid.output.contains("\"valid\":true"), "\(valid)")
        let again = try await Self.run(["test", "import", "shop.hurl", "-o", "suites/shop.yaml"], in: folder)
        #expect(again.exit == 2 && again.errors.contains("is there already"), "\(again)")
    }

    @Test func standardOutputHoldsManifestsAlone() async throws {
        let folder = try TemporaryDirectory()
        try Data(Self.document.utf8).write(to: folder.url.appending(path: "pets.yaml"))
        let imported = try await Self.run(["test", "import", "pets.yaml"], in: folder)
        #expect(imported.exit == 0 && imported.output.contains("kind: TestSuite"), "\(imported)")
        #expect(imported.output.contains("kind: Environment") && !imported.output.contains("Not carried over"))
        let nothing = try await Self.run(["test", "import", "none.hurl"], in: folder)
        #expect(nothing.exit == 2 && nothing.errors.contains("none.hurl can't be read"), "\(nothing)")
    }

    /// Breaks when the mock does not answer as the document says, or a literal path is taken for a parameter.
    @Test("A repository made of a document converges with every test passed")
    func initOfADocumentWorks() async throws {
        let folder = try TemporaryDirectory()
        defer { withExtendedLifetime(folder) {} }
        try Data(Self.document.utf8).write(to: folder.url.appending(path: "pets.yaml"))
        let made = try await Self.run(["init", "shop", "--openapi", "pets.yaml"], in: folder)
        #expect(made.exit == 0 && made.output.contains("4 tests, one for each operation"), "\(made)")
        let shop = folder.url.appending(path: "shop").path(percentEncoded: false)
        let valid = try await Self.run(["validate", shop], in: folder)
        #expect(valid.exit == 0 && !valid.output.contains("warning"), "\(valid)")
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let controller = try fixture.startController(source: shop, ["--once"])
        #expect(await controller.exitCode() == 0, "\(controller.output) \(controller.errors)")
        #expect(controller.output.contains("passed 4  failed 0"), "\(controller.output)")
    }

    private static func run(_ arguments: [String], in folder: TemporaryDirectory) async throws -> (
        exit: Int32?, output: String, errors: String
    ) {
        let outputs = try TemporaryDirectory()
        defer { withExtendedLifetime(outputs) {} }
        let process = try RondoProcess(arguments, workingIn: folder.url, outputIn: outputs.url)
        return (await process.exitCode(), process.output, process.errors)
    }
}
