import Foundation
import Model

@testable import Manifests

/// Commits read one after another, each with the set before it as the last good one.
struct CommitHistory {
    private let loader = ManifestLoader()
    private var count = 0
    private(set) var last: DesiredSet?

    /// Reads the next commit, `c1` first.
    mutating func commit(
        _ files: [String: String], notices: [Diagnostic] = [], applied: [ObjectIdentity] = []
    ) -> DesiredSet {
        count += 1
        let tree = SourceTree(
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: "c\(count)")),
            files: TreeFixture.tree(files).files, notices: notices)
        let set = loader.load(tree, source: "default", lastGood: last, applied: applied).set
        last = set
        return set
    }

    static func notice(_ path: String, _ severity: Diagnostic.Severity = .warning) -> Diagnostic {
        Diagnostic(
            severity: severity, message: "is not read", location: SourceLocation(file: path, line: 1, column: 1))
    }
}

extension DesiredSet {
    var names: [String] { objects.map(\.identity.description) }

    /// `Kind/name: FILE:LINE:COLUMN (commit)` of what is broken.
    var brokenTexts: [String] {
        broken.map { "\($0.object): \($0.problem.location) (\($0.lastGood?.commit.rawValue ?? "none"))" }
    }

    func object(_ name: String) -> DeclaredObject? { objects.first { $0.identity.description == name } }

    var messages: [String] { diagnostics.map(\.message) }
}
