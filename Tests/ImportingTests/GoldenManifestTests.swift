import Foundation
import Testing

@testable import Importing

/// What the fixtures become, byte for byte: `RONDO_UPDATE_GOLDEN=1` writes them anew, then `git diff`.
struct GoldenManifestTests {
    private static let fixtures = ["hurl/orders.hurl", "hurl/shapes.hurl", "openapi/shop.yaml", "postman/shop.json"]

    /// Those whose manifest was recorded; all of them while it is.
    private static var kept: [String] {
        guard ProcessInfo.processInfo.environment["RONDO_UPDATE_GOLDEN"] == nil else { return fixtures }
        return fixtures.filter {
            FileManager.default.fileExists(atPath: ImportedManifest.fixtures.appending(path: "\($0).golden").path)
        }
    }

    @Test(
        "Each fixture becomes the manifest that is kept beside it, with the notes behind it",
        arguments: kept)
    func golden(path: String) throws {
        let result = try ImportedManifest.result(path)
        let text =
            result.manifest + "\n# \(result.testCount) tests, \(result.requestCount) requests\n"
            + result.notes.map { "# \($0)\n" }.joined()
        let file = ImportedManifest.fixtures.appending(path: "\(path).golden")
        if ProcessInfo.processInfo.environment["RONDO_UPDATE_GOLDEN"] != nil {
            try Data(text.utf8).write(to: file)
        }
        #expect(text == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(
        "What a fixture becomes is valid",
        arguments: fixtures)
    func valid(path: String) throws {
        for service in [nil, "shop"] {
            let result = try ImportedManifest.result(path) { $0.service = service }
            let found = ImportedManifest.diagnostics(
                result.manifest, services: service.map { [$0] } ?? [], files: ["data.txt"])
            #expect(found.filter { $0.hasPrefix("error") } == [], "\(result.manifest)")
        }
    }
}
