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

    /// As well known as before, with another set.
    package func mapSet(_ change: (DesiredSet) -> DesiredSet) -> DesiredState {
        switch self {
        case .known(let set): .known(change(set))
        case .stale(let set, let reason): .stale(change(set), reason: reason)
        case .unknown: self
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
    /// Objects that the commit declares with an error; the last good version of those that have one is in `objects`.
    package let broken: [BrokenObject]
    /// Files that could not be read far enough to tell which objects they declare: nothing is pruned.
    package let unreadable: [String]
    /// What the commit's `rondo.yaml` says, or the last good one while that is broken; nil without one.
    package let repository: RepositoryConfiguration?
    /// That of the last converged commit, which alone may limit what a commit does; nil without one, and the defaults
    /// hold.
    package var convergedRepository: RepositoryConfiguration?
    /// Objects that the operator does not allow, each with why and what to do; nil where nobody looked.
    package var refusals: [ObjectIdentity: String]?

    package init(
        source: String, revision: Revision, objects: [DeclaredObject], suites: [ResolvedSuite] = [],
        diagnostics: [Diagnostic] = [], fileCount: Int = 0, broken: [BrokenObject] = [], unreadable: [String] = [],
        repository: RepositoryConfiguration? = nil, convergedRepository: RepositoryConfiguration? = nil
    ) {
        self.source = source
        self.revision = revision
        self.objects = objects
        self.suites = suites
        self.diagnostics = diagnostics
        self.fileCount = fileCount
        self.broken = broken
        self.unreadable = unreadable
        self.repository = repository
        self.convergedRepository = convergedRepository
    }

    package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

/// An object whose manifest in the newest commit can't be used.
package struct BrokenObject: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    /// The first thing that is wrong, with its place; of an unreadable file, that.
    package let problem: Diagnostic
    /// The commit whose version of it is in force; nil when there never was a good one.
    package let lastGood: Revision?

    package init(object: ObjectIdentity, problem: Diagnostic, lastGood: Revision?) {
        self.object = object
        self.problem = problem
        self.lastGood = lastGood
    }
}
