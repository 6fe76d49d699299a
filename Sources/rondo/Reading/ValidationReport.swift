import Foundation
import Manifests
import Model
import Planning
import Reports

/// What `rondo validate` says of a folder.
struct ValidationReport {
    private struct Document: Encodable {
        let formatVersion = "1"
        let valid: Bool
        let files: [String]
        let passedOver: [[String: String]]
        let ignored: [[String: String]]
        let objects: [String]
        let diagnostics: [Diagnostic]
    }

    private let tree: SourceTree
    private let loaded: LoadedManifests
    private let diagnostics: [Diagnostic]

    init(tree: SourceTree, loaded: LoadedManifests) {
        self.tree = tree
        self.loaded = loaded
        diagnostics = loaded.set.diagnostics + Self.cycles(of: loaded.set)
    }

    /// A folder without a single manifest is not valid either: most likely it is the wrong folder.
    var isValid: Bool { !diagnostics.contains { $0.severity == .error } && loaded.refusal == nil }

    /// So many ignored files are listed unless all are asked for.
    private static let shownIgnored = 20

    func text(style: Style, verbose: Bool) -> String {
        let files = Dictionary(tree.files.map { ($0.path, $0) }) { first, _ in first }
        var text = DiagnosticReport.text(
            diagnostics, sources: { files[$0].map { String(decoding: $0.contents, as: UTF8.self) } }, style: style)
        if verbose {
            for file in loaded.passedOver { text += "passed over \(TerminalText.safe(file.path)): \(file.why)\n" }
        }
        text += ignored(verbose: verbose)
        if let refusal = loaded.refusal, !loaded.ignored.isEmpty || !loaded.taken.isEmpty {
            return text + "Not valid: \(TerminalText.safe(refusal))."
        }
        guard !loaded.taken.isEmpty else { return text + Self.nothingFound }
        return text
            + DiagnosticReport.summary(
                diagnostics, fileCount: loaded.taken.count, validObjects: loaded.set.objects.count)
    }

    /// For forges and editors that show findings beside the lines.
    func sarif() throws -> String {
        try SARIFReport.json(
            diagnostics, version: Rondo.version, problem: loaded.taken.isEmpty ? Self.nothingFound : loaded.refusal)
    }

    private static let nothingFound = "No manifest found."

    private func ignored(verbose: Bool) -> String {
        let shown = verbose ? loaded.ignored[...] : loaded.ignored.prefix(Self.shownIgnored)
        let rest = loaded.ignored.count - shown.count
        return shown.map { "ignored \(TerminalText.safe($0.path)): \(TerminalText.safe($0.why))\n" }.joined()
            + (rest > 0 ? "and \(rest) more (`--verbose` lists them)\n" : "")
    }

    func json() throws -> String {
        try Documents.json(
            Document(
                valid: isValid, files: loaded.taken,
                passedOver: loaded.passedOver.map { ["path": $0.path, "reason": $0.why] },
                ignored: loaded.ignored.map { ["path": $0.path, "reason": $0.why] },
                objects: loaded.set.objects.map(\.identity.description), diagnostics: diagnostics))
    }

    /// A dependency cycle is reported at the object that it begins with.
    private static func cycles(of set: DesiredSet) -> [Diagnostic] {
        DependencyGraph(set.objects).cycles.compactMap { path in
            guard let first = set.objects.first(where: { $0.identity == path.first }) else { return nil }
            return Diagnostic(
                message: "dependencies go in a circle: \(path.map(\.description).joined(separator: " → "))",
                location: first.location, object: first.identity)
        }
    }
}
