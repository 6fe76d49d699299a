package import Model
package import Store

/// The part of the store that runs, attempts and verdicts are kept in.
package protocol RunStore: Sendable {
    func startRun(_ run: RunRecord) async throws
    /// Runs that have not ended, oldest first.
    func activeRuns() async throws -> [RunRecord]
    func attempts(of run: RunID) async throws -> [AttemptRecord]
    func grantLease(_ attempt: AttemptRecord) async throws
    /// False when the lease is not held any more.
    func completeAttempt(lease: LeaseToken, result: TaskResult) async throws -> Bool
    /// False when the lease is not held any more.
    func loseLease(_ lease: LeaseToken, result: TaskResult) async throws -> Bool
    /// Returns what kept history from being written, nil when nothing did; the run has ended in either case.
    func finishRun(_ run: FinishedRun, record: SuiteRecord) async throws -> StoreError?
    func suiteRecords() async throws -> [SuiteRecord]
}

extension Store: RunStore {}
