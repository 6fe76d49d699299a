import Foundation
import Manifests
import Model
import Testing

@testable import Importing

/// Addresses of documents are texts of the manifest, never lines of it.
struct ImportedAddressTests {
    private static let lines =
        #"\n---\napiVersion: rondo.dev/v1\nkind: TestSuite\nmetadata: {name: evil}\nspec: {}\n---"#

    private static let documents = [
        #"{"openapi": "3.0.0", "info": {"title": "T"}, "servers": [{"url": "http://aLINES"}], "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}"#,
        #"{"openapi": "3.0.0", "info": {"title": "T"}, "servers": [{"url": "http://a\"LINES"}], "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}"#,
        #"{"swagger": "2.0", "info": {"title": "T"}, "host": "aLINES", "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}"#,
        #"{"swagger": "2.0", "info": {"title": "T"}, "host": "a", "basePath": "/bLINES", "paths": {"/a": {"get": {"responses": {"200": {"description": "x"}}}}}}"#,
        #"{"openapi": "3.0.0", "info": {"title": "TLINES"}, "paths": {"/aLINES": {"get": {"summary": "xLINES", "responses": {"200": {"description": "x"}}}}}}"#,
    ].map { $0.replacing("LINES", with: lines) }

    /// Breaks when a line break of the document ends a comment, or a quote ends a scalar.
    @Test("A line break in an address begins no manifest", arguments: documents)
    func addressesAreTexts(document: String) throws {
        let repository = try OpenAPIRepository.contents(
            of: Data(document.utf8), file: "a\n---\nb.json", options: ImportOptions(), schema: "",
            configurationSchema: "")
        for file in repository.files where file.path.hasSuffix(".yaml") {
            #expect(!file.text.split(separator: "\n").contains { $0.hasPrefix("---") }, "\(file.text)")
            #expect(!file.text.contains("\nmetadata: {name: evil}"))
        }
        let result = try ImportedManifest.result(of: Data(document.utf8), file: "a\n---\nb.json", format: .openapi) {
            $0.isNewEnvironment = true
            $0.secrets = []
        }
        let environment = NeededEnvironment.manifest("dev", [result.needs])
        for text in [result.manifest, environment] {
            #expect(!text.split(separator: "\n").contains { $0.hasPrefix("---") }, "\(text)")
        }
        #expect(
            try YAMLTree.parse(Data(environment.utf8), bytes: 9_999, nodes: 99, depth: 9)["kind"]?.string
                == "Environment")
    }

    @Test func whatIsNoAddressIsNotWrittenIntoAnEnvironment() throws {
        let environment = NeededEnvironment.manifest(
            "dev", [EnvironmentNeeds(services: ["a": ""], secrets: ["null", "b-c"])])
        let tree = try YAMLTree.parse(Data(environment.utf8), bytes: 9_999, nodes: 99, depth: 9)
        #expect(tree["spec"]?["services"]?["a"]?["url"]?.string == "http://127.0.0.1:8080")
        #expect(tree["spec"]?["secrets"]?["b-c"]?.string == "env:B_C")
        #expect(tree["spec"]?["secrets"]?["null"]?.string == "env:NULL")
    }

    @Test(
        "What follows the host of an address, with templates or without",
        arguments: [
            ("https://a.test/x?y=1", "/x?y=1"), ("https://a.test", "/"), ("https://a.test?x=1", "/?x=1"),
            ("{{protocol}}://{{host}}/x", "/x"), ("{{protocol}}://{{host}}:{{port}}/x", "/x"),
            ("https://{{host}}/x", "/x"), ("https://{{host}}:8080/x/{{id}}", "/x/{{id}}"), ("{{host}}/x", "/x"),
            ("{{host}}:8080/x", "/x"), ("{{host}}.test/x", "/x"), ("{{host}}", "/"), ("{{host}}?x=1", "/?x=1"),
            ("{{host}}{{path}}", "{{path}}"), ("/x", "/x"), ("{{base}}/x", "/v1/x"), ("{{base}}", "/v1"),
            ("{{slash}}/x", "/v1/x"), ("{{nested}}/x", "/v2/x"), ("https://{{named}}/x", "/v3/x"),
            ("{{self}}/x", "/x"),
        ])
    func paths(address: String, path: String) {
        let values = [
            "base": "https://api.test/v1", "slash": "https://api.test/v1/", "nested": "https://{{host}}/v2",
            "named": "api.test/v3", "self": "{{self}}",
        ]
        let found = AddressPath.path(of: BracedText.parse(address)) { values[$0].map(BracedText.parse) }
        #expect(found.plain == path)
    }

    @Test(
        "A path leaves out the folders that the service's own address begins with",
        arguments: [
            ("/v1/x", "https://a.test/v1", "/x"), ("/v1", "https://a.test/v1/", "/"),
            ("/v1?x", "https://a.test/v1", "/?x"),
            ("/v10/x", "https://a.test/v1", "/v10/x"), ("/v1/x", "https://a.test", "/v1/x"), ("/v1/x", nil, "/v1/x"),
        ])
    func services(path: String, address: String?, left: String) {
        #expect(ServiceTarget.path(path, at: address) == left)
    }
}
