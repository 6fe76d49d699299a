package import Foundation

/// A run as it was started: the work to do, without results.
package struct RunRecord: Hashable, Sendable, Codable {
    package let id: RunID
    package let suite: ResolvedSuite
    package let digest: Digest
    package let revision: Revision
    package let startedAt: Date
    /// Why it was due.
    package let cause: PlanReason
    /// Test to the earlier result that stands for it, as looked up when the run started.
    package let reused: [String: ReusedResult]
    /// Test to the key under which a passed result is kept; only of tests with `cache`.
    package let cacheKeys: [String: Digest]
    /// The parts of the suite's inputs, for saying later which of them changed.
    package let inputs: [String: Digest]

    package init(
        id: RunID, suite: ResolvedSuite, digest: Digest, revision: Revision, startedAt: Date,
        cause: PlanReason = .neverRun, reused: [String: ReusedResult] = [:], cacheKeys: [String: Digest] = [:],
        inputs: [String: Digest] = [:]
    ) {
        self.id = id
        self.suite = suite
        self.digest = digest
        self.revision = revision
        self.startedAt = startedAt
        self.cause = cause
        self.reused = reused
        self.cacheKeys = cacheKeys
        self.inputs = inputs
    }
}

/// One try of a task; written when its lease is granted, completed once.
package struct AttemptRecord: Hashable, Sendable, Codable {
    package let run: RunID
    package let task: String
    /// From 1 within its task.
    package let number: Int
    package let lease: LeaseToken
    package let worker: WorkerID
    package let leasedAt: Date
    /// nil while the lease is held.
    package var result: TaskResult?

    package init(
        run: RunID, task: String, number: Int, lease: LeaseToken, worker: WorkerID, leasedAt: Date,
        result: TaskResult? = nil
    ) {
        self.run = run
        self.task = task
        self.number = number
        self.lease = lease
        self.worker = worker
        self.leasedAt = leasedAt
        self.result = result
    }
}

/// How a task of a run ended, with all its attempts.
package struct TaskRecord: Hashable, Sendable, Codable {
    package let name: String
    package let outcome: Outcome
    /// Passed after an attempt that did not.
    package let flaky: Bool
    /// Why it was not run, where no attempt says it: "`create order` did not pass".
    package let message: String?
    package let attempts: [AttemptRecord]
    /// Where its result comes from, when it was not run.
    package let cached: CachedFrom?

    package init(
        name: String, outcome: Outcome, flaky: Bool = false, message: String? = nil, attempts: [AttemptRecord] = [],
        cached: CachedFrom? = nil
    ) {
        self.name = name
        self.outcome = outcome
        self.flaky = flaky
        self.message = message
        self.attempts = attempts
        self.cached = cached
    }
}

/// The run whose result was reused, and when that result was recorded.
package struct CachedFrom: Hashable, Sendable, Codable {
    package let run: RunID
    package let recordedAt: Date

    package init(run: RunID, recordedAt: Date) {
        self.run = run
        self.recordedAt = recordedAt
    }
}

/// A run that has ended, as history keeps it.
package struct FinishedRun: Hashable, Sendable, Codable {
    package let key: SuiteKey
    package let verdict: Verdict
    package let tasks: [TaskRecord]

    package init(key: SuiteKey, verdict: Verdict, tasks: [TaskRecord]) {
        self.key = key
        self.verdict = verdict
        self.tasks = tasks
    }
}

extension TaskRecord {
    /// The result that counts: of the last attempt that has one.
    package var lastResult: TaskResult? { attempts.last { $0.result != nil }?.result }
}

extension [TaskRecord] {
    /// The sum over those that report coverage; nil when none does.
    package var coverage: LineCoverage? {
        compactMap { $0.lastResult?.coverage }.reduce(nil) { sum, next in sum.map { $0 + next } ?? next }
    }
}
