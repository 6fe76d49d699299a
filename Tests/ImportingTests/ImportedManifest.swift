import Foundation
import Manifests
import Model

@testable import Importing

/// Imports of the fixtures, and what `validate` says of what they become.
enum ImportedManifest {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    static func result(_ path: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws -> ImportResult {
        let file = fixtures.appending(path: path)
        return try result(of: try Data(contentsOf: file), file: file.lastPathComponent) { options in
            options.file = { name in
                let target = file.deletingLastPathComponent().appending(path: name)
                return FileManager.default.fileExists(atPath: target.path) ? name : nil
            }
            change(&options)
        }
    }

    static func result(
        of data: Data, file: String, format: ImportFormat? = nil, _ change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> ImportResult {
        var options = ImportOptions()
        change(&options)
        return try Importer.result(of: data, file: file, format: format, options: options)
    }

    /// What is wrong with a manifest beside an environment that has what it names.
    static func diagnostics(_ manifest: String, services: [String] = [], files: [String] = []) -> [String] {
        let secrets = Set(manifest.matches(of: #/\$\{\{ secrets\.([A-Za-z0-9_-]+) \}\}/#).map { String($0.output.1) })
        var environment = """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: dev }
            spec:
              type: dev

            """
        if !services.isEmpty {
            environment += "  services:\n" + services.map { "    \($0): { url: \"https://shop.test\" }\n" }.joined()
        }
        if !secrets.isEmpty {
            environment += "  secrets:\n" + secrets.sorted().map { "    \($0): env:X\n" }.joined()
        }
        let sources = [("environment.yaml", environment), ("suite.yaml", manifest)].map { path, text in
            SourceFile(
                path: path, blob: GitObjectID(rawValue: String(repeating: "b", count: 40)), contents: Data(text.utf8))
        }
        let commit = GitObjectID(rawValue: String(repeating: "a", count: 40))
        var listing = Dictionary(sources.map { ($0.path, commit) }) { first, _ in first }
        for file in files { listing[file] = commit }
        let tree = SourceTree(
            revision: Revision(ref: "main", commit: commit), files: sources, listing: listing)
        let loaded = ManifestLoader().load(tree, source: "default")
        return loaded.set.diagnostics.map { "\($0.severity) \($0)" }
            + (loaded.refusal.map { ["refused: \($0)"] } ?? [])
    }
}
