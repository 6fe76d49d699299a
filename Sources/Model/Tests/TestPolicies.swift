/// What becomes of a task whose worker was lost.
package enum WorkerLoss: String, Hashable, Sendable, Codable, CaseIterable {
    /// Another attempt, from the budget of `retry.errored`.
    case retry
    /// The task ends `errored`: running it twice could do harm.
    case error
}

/// What a test is kept apart by.
package enum TestIsolation: String, Hashable, Sendable, Codable, CaseIterable {
    case process, container
}

/// A test that runs and can't fail its suite, until somebody has mended it.
package struct Quarantine: Hashable, Sendable, Codable {
    /// The last day, `2026-12-31`.
    package let until: String?
    /// Where it is worked on.
    package let issue: String?

    package init(until: String? = nil, issue: String? = nil) {
        self.until = until
        self.issue = issue
    }
}

/// What an attempt leaves behind for people.
package struct TestArtifacts: Hashable, Sendable, Codable {
    /// After which endings they are kept.
    package enum Occasion: String, Hashable, Sendable, Codable, CaseIterable {
        case always, failure
    }

    /// Globs below the working directory.
    package let paths: [String]
    package let on: Occasion

    package init(paths: [String], on: Occasion = .always) {
        self.paths = paths
        self.on = on
    }
}
