import Foundation
import Model
import Testing

@testable import Manifests

/// Each file of Fixtures is loaded alone; everything that is said of it stands beside it.
///
/// To see what changed: `RONDO_UPDATE_GOLDEN=1 swift test --filter DiagnosticGoldenTests`, then `git diff`.
struct DiagnosticGoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

    private static let names = [
        "alerts-and-caches", "clouds", "inputs", "metrics",
        "assertions", "bodies", "defaults", "dependencies", "keys", "kinds", "missing", "references", "schedules",
        "secrets", "syntax", "type-traps",
        "units-and-types", "unknown-fields",
    ]

    @Test(arguments: names)
    func saysWhatIsWrong(name: String) throws {
        let contents = try Data(contentsOf: Self.folder.appending(path: "\(name).yaml"))
        let tree = SourceTree(
            revision: TreeFixture.revision,
            files: [SourceFile(path: "\(name).yaml", blob: GitObjectID(rawValue: name), contents: contents)])
        let loaded = ManifestLoader().load(tree, source: "default")
        let text = Self.lines(of: contents)
        var report = loaded.set.diagnostics.map { diagnostic in
            let marked = Self.marked(diagnostic, in: text)
            let object = diagnostic.object.map { " [\($0)]" } ?? ""
            return "\(diagnostic.location) \(diagnostic.severity)\(object): \(diagnostic.message)\n    \(marked)\n"
        }.joined()
        report += "valid: \(loaded.set.objects.map(\.identity.description).joined(separator: ", "))\n"
        let golden = Self.folder.appending(path: "\(name).txt")
        if ProcessInfo.processInfo.environment["RONDO_UPDATE_GOLDEN"] != nil {
            try Data(report.utf8).write(to: golden)
        }
        #expect(try report == String(contentsOf: golden, encoding: .utf8))
    }

    private static func lines(of contents: Data) -> [Substring] {
        String(decoding: contents, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The text that the diagnostic points at.
    private static func marked(_ diagnostic: Diagnostic, in lines: [Substring]) -> String {
        guard lines.indices.contains(diagnostic.location.line - 1) else { return "" }
        let line = lines[diagnostic.location.line - 1]
        return String(line.dropFirst(diagnostic.location.column - 1).prefix(diagnostic.length))
    }
}
