import Foundation
import Manifests
import Model
import Testing
import TestLanguage

@testable import Importing

/// Texts that break programs: each is sent as it was, wherever it stands in a document.
@Suite(.enabled(if: NaughtyStrings.isThere, "the strings are not here: set RONDO_TEST_DATA"))
struct NaughtyStringsTests {
    /// Breaks when a text is taken for YAML, for a template or for a line of its own.
    @Test("Every text comes out of the manifest as it went into the document")
    func documents() throws {
        let strings = try JSONParser.parse(Array(try Data(contentsOf: NaughtyStrings.file))).items
        let texts =
            strings.compactMap(\.string) + [String(repeating: "k", count: 3_000), "a\n---\nb", "${{ secrets.x }}"]
        let members = Dictionary(texts.map { ($0, JSONValue.string($0)) }) { $1 }
        let body = JSONValue.object(["list": .array(texts.map(JSONValue.string)), "members": .object(members)])
        let document = JSONValue.object([
            "openapi": .string("3.0.0"), "info": .object(["title": .string("T")]),
            "paths": .object([
                "/a": .object([
                    "post": .object([
                        "requestBody": .object([
                            "content": .object(["application/json": .object(["example": body])])
                        ]),
                        "responses": .object(["204": .object([:])]),
                    ])
                ])
            ]),
        ])
        let manifest = try ImportedManifest.result(of: Data(document.description.utf8), file: "a.json").manifest
        let tree = try YAMLTree.parse(Data(manifest.utf8), bytes: 1 << 20, nodes: 100_000, depth: 100)
        let written = try #require(tree["spec"]?["tests"]?.items.first?["rest"]?["json"])
        let sent = try ReferenceTime.allCases.reduce(written) { try TreeResolver([$1], scope: Scope()).resolve($0) }
        #expect(sent == body)
    }
}

enum NaughtyStrings {
    static let file: URL = {
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data")
        return data.appending(path: "suites/naughty-strings/blns-dev.json").standardizedFileURL
    }()

    static var isThere: Bool { FileManager.default.fileExists(atPath: file.path) }
}
