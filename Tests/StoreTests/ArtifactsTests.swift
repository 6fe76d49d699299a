import Foundation
import Model
import TestSupport
import Testing

@testable import Store

/// Which artifacts runs still refer to.
struct ArtifactsTests {
    private static func result(_ names: String...) -> TaskResult {
        TaskResult(outcome: .passed, startedAt: Date(), duration: .milliseconds(1)).keeping(
            names.map { AttemptArtifact(path: $0, size: 1, sha256: "sha-\($0)") })
    }

    private static func task(_ run: RunID, _ results: TaskResult...) -> TaskRecord {
        TaskRecord(
            name: "a", outcome: .passed, flaky: false, message: nil,
            attempts: results.enumerated().map { index, result in
                AttemptRecord(
                    run: run, task: "a", number: index + 1, lease: LeaseToken(rawValue: "l-\(run)-\(index)"),
                    worker: WorkerID(rawValue: "w"), leasedAt: Date(), result: result)
            })
    }

    /// Notes which databases are asked, in order.
    private struct Order: StoreGate {
        let files = Recorder<String>()
        func enter(_ access: StoreAccess, _ file: String) { files.record((file as NSString).lastPathComponent) }
        func leave(_ access: StoreAccess, _ file: String) {}
    }

    /// Breaks when history is read first: a run that ends in between would be in neither, and its files be swept.
    @Test func whatIsUnderWayIsReadBeforeWhatHasEnded() async throws {
        let directory = try TemporaryDirectory()
        let order = Order()
        let store = try await Store.open(directory: directory.url).gated(by: order)
        _ = try await store.referredArtifacts()
        #expect(order.files.all == ["control.db", "history.db"])
    }

    /// Breaks when attempts before the last, runs under way or the end of a run's retention are not looked at.
    @Test func thoseOfAllAttemptsAndOfNoRunThatIsForgotten() async throws {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "s"), environment: "dev")
        let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "c"))
        for (place, name) in ["old", "new"].enumerated() {
            let id = RunID(rawValue: name)
            let start = Date(timeIntervalSince1970: 1_000 * Double(place + 1))
            try await store.startRun(
                RunRecord(
                    id: id, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
                    revision: revision, startedAt: start))
            let verdict = Verdict(
                run: id, digest: Digest(rawValue: "d"), revision: revision, outcome: .passed,
                counts: OutcomeCounts(passed: 1), startedAt: start, endedAt: start)
            try await store.finishRun(
                FinishedRun(
                    key: key, verdict: verdict,
                    tasks: [Self.task(id, Self.result("\(name)-1"), Self.result("\(name)-2"))]),
                record: SuiteRecord(key: key))
        }
        let active = RunID(rawValue: "active")
        try await store.startRun(
            RunRecord(
                id: active, suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
                revision: revision, startedAt: Date()))
        let lease = LeaseToken(rawValue: "held")
        try await store.grantLease(
            AttemptRecord(
                run: active, task: "a", number: 1, lease: lease, worker: WorkerID(rawValue: "w"), leasedAt: Date()))
        #expect(try await store.completeAttempt(lease: lease, result: Self.result("active-1")))
        let ended: Set = ["sha-old-1", "sha-old-2", "sha-new-1", "sha-new-2"]
        #expect(try await store.referredArtifacts() == ended.union(["sha-active-1"]))
        try await store.sweepHistory(keepRuns: 1)
        #expect(try await store.referredArtifacts() == ["sha-new-1", "sha-new-2", "sha-active-1"])
    }
}
