import Foundation
import Model
import Reports

/// A little world that describing and explaining are tested with.
enum Samples {
    static let now = Date(timeIntervalSince1970: 1_795_255_200)

    static func ago(_ seconds: Double) -> Date { now.addingTimeInterval(-seconds) }

    static func revision(_ commit: String, _ subject: String = "raise checkout timeout") -> Revision {
        Revision(
            ref: "main", commit: GitObjectID(rawValue: commit + String(repeating: "0", count: 40 - commit.count)),
            subject: subject, author: "ana")
    }

    static let first = revision("417d2e6", "Start the shop's tests")
    static let newest = revision("4f2c91e")

    static func condition(
        _ type: Condition.ConditionType, _ status: Condition.Value, _ reason: ConditionReason, _ message: String,
        for seconds: Double = 180
    ) -> Condition {
        Condition(type: type, status: status, reason: reason, message: message, lastTransitionTime: ago(seconds))
    }

    static func object(
        _ spec: ObjectSpec, _ name: String, status: ObjectStatus, namespace: String = "default",
        labels: [String: String] = ["team": "shop"], suspend: Bool = false
    ) -> ObservedObject {
        var status = status
        if status.lastAppliedRevision == nil { status.lastAppliedRevision = newest.description }
        return ObservedObject(
            declared: DeclaredObject(
                identity: ObjectIdentity(kind: spec.kind, namespace: namespace, name: name), labels: labels,
                suspend: suspend, spec: spec,
                location: SourceLocation(file: "shop/\(name).yaml", line: 1, column: 1)),
            source: "default", specHash: Digest(rawValue: "h"), generation: 2, revision: first, status: status,
            createdAt: ago(10_800))
    }

    static func event(
        _ seconds: Double, _ reason: ConditionReason, _ message: String, object: ObjectIdentity? = nil,
        severity: Event.Severity = .normal
    ) -> Event {
        Event(time: ago(seconds), object: object, severity: severity, reason: reason, message: message)
    }

    static let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

    static func drift(
        _ field: String = "instance[1]", policy: DriftPolicy = .report, seen: Int = 96,
        corrected: Double? = nil, resolution: DriftRecord.Resolution? = nil
    ) -> DriftRecord {
        DriftRecord(
            finding: DriftFinding(
                object: pool, environment: "dev", field: field, kind: .missing, desired: "running", actual: nil,
                policy: policy),
            firstSeen: ago(172_900), lastSeen: ago(2), seen: seen, correctedAt: corrected.map(ago),
            resolution: resolution)
    }

    // MARK: Runs

    static let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "checkout"), environment: "dev")
    static let workers = [WorkerID(rawValue: "default.pool-0.1"): "pool-0"]

    static func attempt(
        _ task: String, _ number: Int, _ outcome: Outcome, worker: String = "default.pool-0.1",
        failures: [AssertionFailure] = [], message: String? = nil
    ) -> AttemptRecord {
        AttemptRecord(
            run: RunID(rawValue: "r-2"), task: task, number: number, lease: LeaseToken(rawValue: ""),
            worker: WorkerID(rawValue: worker), leasedAt: ago(60),
            result: TaskResult(
                outcome: outcome, startedAt: ago(60), duration: .milliseconds(212), message: message,
                failures: failures))
    }

    static let tasks: [TaskRecord] = [
        TaskRecord(name: "health", outcome: .passed, attempts: [attempt("health", 1, .passed)]),
        TaskRecord(
            name: "cart totals", outcome: .passed,
            cached: CachedFrom(run: RunID(rawValue: "r-1"), recordedAt: ago(3_600))),
        TaskRecord(
            name: "stock recovers", outcome: .passed, flaky: true,
            attempts: [
                attempt("stock recovers", 1, .failed),
                attempt("stock recovers", 2, .passed, worker: "default.pool-1.1"),
            ]),
        TaskRecord(
            name: "place order", outcome: .failed,
            attempts: [
                attempt(
                    "place order", 1, .failed,
                    failures: [AssertionFailure(query: "status", expected: "201", actual: "500")])
            ]),
        TaskRecord(name: "pay", outcome: .skipped, message: "`place order` did not pass"),
    ]

    static func verdict(
        _ run: String = "r-2", outcome: Outcome = .failed, cause: PlanReason? = .inputsChanged(["services.catalog"]),
        digest: String = "d", revision: Revision = newest
    ) -> Verdict {
        Verdict(
            run: RunID(rawValue: run), digest: Digest(rawValue: digest), revision: revision, outcome: outcome,
            counts: OutcomeCounts(passed: 3, failed: outcome == .failed ? 1 : 0, skipped: 1, flaky: 1, cached: 1),
            startedAt: ago(300), endedAt: ago(290.8), cause: cause)
    }

    static func ended(_ verdict: Verdict = verdict(), tasks: [TaskRecord] = tasks) -> RunDetail {
        RunDetail(id: verdict.run, key: key, stage: .ended(verdict), cause: verdict.cause, tasks: tasks)
    }

    static func active(unschedulable: [String: String] = [:]) -> RunDetail {
        let run = ActiveRun(
            id: RunID(rawValue: "r-3"), key: key, digest: Digest(rawValue: "d"), revision: newest, startedAt: ago(5),
            counts: OutcomeCounts(passed: 3, flaky: 1, cached: 1), total: 9, unschedulable: unschedulable)
        return RunDetail(
            id: run.id, key: key, stage: .active(run), cause: .erroredBefore(attempt: 2),
            tasks: Array(tasks.prefix(3)))
    }

    static let requested = RunDetail(
        id: RunID(rawValue: "r-4"), key: key,
        stage: .requested(RunRequest(run: RunID(rawValue: "r-4"), key: key, usesCache: false, requestedAt: ago(3))),
        cause: .requested)
}
