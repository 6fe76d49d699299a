import Foundation
import Model
import Reports

/// What the tests of the live view show.
enum Shown {
    static let now = Date(timeIntervalSince1970: 1_795_255_200)
    static let revision = Revision(
        ref: "main", commit: GitObjectID(rawValue: "4f2c91e0a1b2c3d4e5f60718293a4b5c6d7e8f90"),
        subject: "raise checkout timeout", author: "ana")
    static let checkout = ObjectIdentity(kind: .testSuite, name: "checkout")

    static func status(_ summary: String, _ conditions: [Condition] = [], ready: Bool = true) -> ObjectStatus {
        let isReady = Condition(type: .ready, status: .yes, reason: .succeeded, message: summary)
        return ObjectStatus(conditions: (ready ? [isReady] : []) + conditions, summary: summary)
    }

    static func condition(
        _ type: Condition.ConditionType, _ value: Condition.Value, _ reason: ConditionReason, _ message: String = ""
    ) -> Condition {
        Condition(type: type, status: value, reason: reason, message: message)
    }

    static func object(_ kind: Kind, _ name: String, _ status: ObjectStatus) -> ObjectProgress {
        ObjectProgress(ObjectIdentity(kind: kind, name: name), status)
    }

    static func run(
        _ counts: OutcomeCounts, of total: Int, seconds: Double = 15, unschedulable: [String: String] = [:]
    ) -> ActiveRun {
        ActiveRun(
            id: RunID(rawValue: "r-1"), key: SuiteKey(suite: checkout, environment: "dev"),
            digest: Digest(rawValue: "d"), revision: revision, startedAt: now.addingTimeInterval(-seconds),
            counts: counts, total: total, unschedulable: unschedulable)
    }

    /// The sketch of a start: one suite runs, one rule is not evaluated yet, the rest is there.
    static let working = ProgressSnapshot(
        source: "/home/ana/shop-tests", revision: revision, planned: PlannedCounts(create: 2, change: 1),
        objects: [
            object(.environment, "dev", status("ready, 2 services mocked on 127.0.0.1:41873")),
            object(
                .cloudResource, "pool",
                status(
                    "1/2 running, 1 joined",
                    [
                        condition(.ready, .unknown, .progressing, "creating instance 1: instance 1 is missing"),
                        condition(.reconciling, .yes, .progressing, "creating instance 1: instance 1 is missing"),
                    ], ready: false)),
            object(
                .testSuite, "checkout",
                status("running 11/15 in dev", [condition(.reconciling, .yes, .progressing)], ready: false)),
            object(
                .alertRule, "slow-checkout",
                status(
                    "waits for TestSuite/checkout",
                    [
                        condition(.ready, .unknown, .dependencyNotReady, "waits for TestSuite/checkout"),
                        condition(.reconciling, .yes, .dependencyNotReady),
                    ], ready: false)),
            ObjectProgress(new: ObjectIdentity(kind: .cachePolicy, namespace: "shop", name: "results")),
        ],
        runs: [run(OutcomeCounts(passed: 11, flaky: 1), of: 15)], retried: [checkout: 1],
        elapsed: .milliseconds(4_250), now: now, api: "http://127.0.0.1:8080", interval: .seconds(60))

    /// A rule fires, a suite failed, a resource can't be made, a deletion is held, a manifest is broken.
    static let wrong = ProgressSnapshot(
        source: "/home/ana/shop-tests", revision: revision, problem: "suites/pay.yaml:17:9: unknown field `expct`",
        planned: PlannedCounts(delete: 1, held: 1),
        objects: [
            object(
                .environment, "dev",
                status(
                    "ready, 2 services mocked; manifest broken, last good version in force",
                    [condition(.manifestValid, .no, .invalidManifest, "environments/dev.yaml:3:1: broken")])),
            object(
                .cloudResource, "pool",
                status(
                    "no room: 2 CPUs are wanted",
                    [
                        condition(.ready, .no, .actionFailed, "no room: 2 CPUs are wanted"),
                        condition(.reconciling, .yes, .progressingWithRetry, "no room: 2 CPUs are wanted"),
                    ], ready: false)),
            object(
                .cloudResource, "old-pool",
                status(
                    "1/1 running, deletion held: protected by rondo.dev/prune",
                    [condition(.ready, .yes, .pruneHeld, "deletion held: protected by rondo.dev/prune")], ready: false)),
            object(
                .testSuite, "checkout",
                status(
                    "passed 8, failed 1 (main@sha1:4f2c91e)",
                    [condition(.passing, .no, .testsFailed, "1 of 9 failed in dev")])),
            object(
                .testSuite, "gpu",
                status(
                    "running 0/1 in dev",
                    [
                        condition(.ready, .no, .unschedulable, "unschedulable: missing gpu (task “train”)"),
                        condition(.stalled, .yes, .unschedulable, "unschedulable: missing gpu (task “train”)"),
                    ], ready: false)),
            object(
                .alertRule, "slow-checkout",
                status("firing (p95 812 ms > 300 ms)", [condition(.firing, .yes, .alertFiring)])),
        ],
        phase: .settled, elapsed: .seconds(9), now: now, api: "http://127.0.0.1:8080", interval: .seconds(60))

    /// Ready objects, and among them one that works and one that is wrong.
    static func many(_ count: Int) -> ProgressSnapshot {
        var snapshot = working
        snapshot.objects = (0..<count).map { index in
            object(.environment, "e\(index)", status("ready, no services"))
        }
        snapshot.objects += working.objects.filter { $0.standing == .working } + [wrong.objects[5]]
        return snapshot
    }
}
