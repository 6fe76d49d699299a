/// What git says should exist; never an empty set by accident.
package enum DesiredState: Hashable, Sendable {
    /// Creates, corrects and prunes.
    case known(DesiredSet)
    /// The last good set: creates and corrects, never prunes.
    case stale(DesiredSet, reason: String)
    /// Does nothing.
    case unknown(reason: String)

    package var isKnown: Bool {
        switch self {
        case .known: true
        case .stale, .unknown: false
        }
    }

    package var set: DesiredSet? {
        switch self {
        case .known(let set), .stale(let set, _): set
        case .unknown: nil
        }
    }
}

/// The objects of one commit of one source, with everything that planning needs of it.
package struct DesiredSet: Hashable, Sendable, Codable {
    package let source: String
    package let revision: Revision
    package let objects: [DeclaredObject]
    /// Each suite in each of its environments, with sync-time references resolved.
    package let suites: [ResolvedSuite]
    package let diagnostics: [Diagnostic]
    /// How many files held a manifest.
    package let fileCount: Int

    package init(
        source: String, revision: Revision, objects: [DeclaredObject], suites: [ResolvedSuite] = [],
        diagnostics: [Diagnostic] = [], fileCount: Int = 0
    ) {
        self.source = source
        self.revision = revision
        self.objects = objects
        self.suites = suites
        self.diagnostics = diagnostics
        self.fileCount = fileCount
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}
