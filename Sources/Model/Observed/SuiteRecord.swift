package import Foundation

/// What is remembered of a suite in one environment: enough to say whether it is due.
package struct SuiteRecord: Hashable, Sendable, Codable {
    package let key: SuiteKey
    /// The last run that ended `passed`, `failed`, `timedOut` or `skipped`, or was cancelled by a person.
    package let conclusive: Verdict?
    /// The last run that ended `errored`, when it is newer than `conclusive`.
    package let errored: Verdict?
    /// How many runs in a row ended `errored` with the digest of `errored`.
    package let erroredTries: Int
    /// The parts of the inputs of the latest run, for saying which of them changed.
    package let inputs: [String: Digest]?

    package init(
        key: SuiteKey, conclusive: Verdict? = nil, errored: Verdict? = nil, erroredTries: Int = 0,
        inputs: [String: Digest]? = nil
    ) {
        self.key = key
        self.conclusive = conclusive
        self.errored = errored
        self.erroredTries = erroredTries
        self.inputs = inputs
    }

    /// The newer of the two verdicts.
    package var latest: Verdict? { errored ?? conclusive }
}

/// The outcome of a run, recorded against the inputs and the commit that produced it.
package struct Verdict: Hashable, Sendable, Codable {
    package let run: RunID
    package let digest: Digest
    package let revision: Revision
    package let outcome: Outcome
    package let counts: OutcomeCounts
    package let startedAt: Date
    package let endedAt: Date
    /// Why it was due.
    package let cause: PlanReason?
    /// Of all its tests that report it; nil when none does.
    package let coverage: LineCoverage?

    package init(
        run: RunID, digest: Digest, revision: Revision, outcome: Outcome, counts: OutcomeCounts = OutcomeCounts(),
        startedAt: Date = Date(timeIntervalSince1970: 0), endedAt: Date = Date(timeIntervalSince1970: 0),
        cause: PlanReason? = nil, coverage: LineCoverage? = nil
    ) {
        self.run = run
        self.digest = digest
        self.revision = revision
        self.outcome = outcome
        self.counts = counts
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.cause = cause
        self.coverage = coverage
    }
}

/// A run that has not ended.
package struct ActiveRun: Hashable, Sendable, Codable {
    package let id: RunID
    package let key: SuiteKey
    package let digest: Digest
    package let revision: Revision
    package let startedAt: Date
    /// Finished tasks by outcome, the others aside.
    package let counts: OutcomeCounts
    package let total: Int
    /// Why a task can't ever run, by task: `missing gpu`.
    package let unschedulable: [String: String]
    /// It was cancelled or timed out, and some worker has not let go of it yet.
    package let isEnding: Bool

    package init(
        id: RunID, key: SuiteKey, digest: Digest, revision: Revision,
        startedAt: Date = Date(timeIntervalSince1970: 0), counts: OutcomeCounts = OutcomeCounts(), total: Int = 0,
        unschedulable: [String: String] = [:], isEnding: Bool = false
    ) {
        self.id = id
        self.key = key
        self.digest = digest
        self.revision = revision
        self.startedAt = startedAt
        self.counts = counts
        self.total = total
        self.unschedulable = unschedulable
        self.isEnding = isEnding
    }
}
