import Foundation
import Model
import Planning
import Testing

struct TestSuiteStatusTests {
    private let dev = Samples.environment()
    private let stage = Samples.environment("stage")
    private let older = Digest(rawValue: "older")

    private func status(
        _ suite: DeclaredObject, records: [SuiteRecord] = [], runs: [ActiveRun] = [], time: Date = Samples.start
    ) throws -> ObjectStatus {
        let desired = DesiredState.known(Samples.set([dev, stage, suite]))
        let observed = ObservedState(
            time: time, objects: [dev, stage, suite].map { Samples.applied($0) }, suites: records, runs: runs)
        let plan = Planner.plan(desired: desired, observed: observed)
        return try #require(StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[suite.identity])
    }

    private func key(_ suite: DeclaredObject, _ environment: String = "dev") -> SuiteKey {
        SuiteKey(suite: suite.identity, environment: environment)
    }

    private func digest(_ suite: DeclaredObject, _ environment: String = "dev") throws -> Digest {
        let resolved = Samples.resolved([dev, stage, suite]).first { $0.key.environment == environment }
        return Digests.suiteInputs(of: try #require(resolved))
    }

    private func told(_ status: ObjectStatus, _ type: Condition.ConditionType) -> String? {
        status.condition(type).map { "\($0.status.rawValue) \($0.reason.rawValue): \($0.message)" }
    }

    @Test func aResultForThePresentInputsIsReady() throws {
        let suite = Samples.suite()
        let verdict = Samples.verdict(try digest(suite), counts: OutcomeCounts(passed: 8, flaky: 1))
        let status = try status(suite, records: [SuiteRecord(key: key(suite), conclusive: verdict)])
        #expect(status.isReady)
        #expect(status.summary == "passed 8, flaky 1 (main@sha1:4f2c91e)")
        #expect(told(status, .passing) == "True TestsPassed: no test failed")
        #expect(
            status.runs == [
                RunStatus(
                    id: verdict.run, environment: "dev", revision: Samples.commit.description, outcome: .passed,
                    counts: verdict.counts, startedAt: verdict.startedAt, duration: .seconds(3))
            ])
    }

    @Test func failedTestsAreAResultToo() throws {
        let suite = Samples.suite()
        let counts = OutcomeCounts(passed: 5, failed: 1, errored: 1, timedOut: 1, skipped: 1, cancelled: 1)
        let verdict = Samples.verdict(try digest(suite), .failed, counts: counts)
        let status = try status(suite, records: [SuiteRecord(key: key(suite), conclusive: verdict)])
        #expect(status.isReady)
        #expect(told(status, .passing) == "False TestsFailed: 2 of 10 failed in dev")
        #expect(status.summary == "passed 5, failed 2, errored 1, skipped 2 (main@sha1:4f2c91e)")
    }

    @Test func severalEnvironmentsAreTellApart() throws {
        let suite = Samples.suite(in: ["dev", "stage"])
        let one = Samples.verdict(try digest(suite, "dev"), counts: OutcomeCounts(passed: 8))
        let two = Verdict(
            run: RunID(rawValue: "r-2"), digest: try digest(suite, "stage"), revision: Samples.revision("5555555"),
            outcome: .skipped)
        let records = [
            SuiteRecord(key: key(suite), conclusive: one), SuiteRecord(key: key(suite, "stage"), conclusive: two),
        ]
        #expect(
            try status(suite, records: records).summary
                == "dev: passed 8 (main@sha1:4f2c91e); stage: skipped (main@sha1:5555555)")
        #expect(try told(status(suite, records: [records[0]]), .passing)?.hasPrefix("Unknown NeverRun") == true)
    }

    @Test func aRunUnderWayIsProgress() throws {
        let suite = Samples.suite()
        let run = ActiveRun(
            id: RunID(rawValue: "r-1"), key: key(suite), digest: try digest(suite), revision: Samples.commit,
            counts: OutcomeCounts(passed: 11), total: 15)
        let status = try status(suite, runs: [run])
        #expect(told(status, .reconciling) == "True Progressing: running 11/15 in dev")
        #expect(status.summary == "running 11/15 in dev")
        #expect(status.runs?.map(\.outcome) == [nil])
        #expect(told(status, .passing) == "Unknown NeverRun: not every environment has a result")
    }

    @Test func unschedulableTasksStall() throws {
        let suite = Samples.suite()
        let run = ActiveRun(
            id: RunID(rawValue: "r-1"), key: key(suite), digest: try digest(suite), revision: Samples.commit, total: 2,
            unschedulable: ["train": "missing gpu"])
        #expect(
            told(try status(suite, runs: [run]), .stalled)
                == "True Unschedulable: unschedulable: missing gpu (task “train”)")
    }

    @Test func erroredRunsAreRetriedAndThenStall() throws {
        let suite = Samples.suite()
        let verdict = Samples.verdict(try digest(suite), .errored)
        func status(_ tries: Int) throws -> ObjectStatus {
            try self.status(suite, records: [SuiteRecord(key: key(suite), errored: verdict, erroredTries: tries)])
        }
        #expect(
            told(try status(1), .reconciling)
                == "True ProgressingWithRetry: errored in dev, try 2 of 3 at 2026-11-21T10:00:10Z")
        #expect(told(try status(3), .stalled) == "True RunErrored: errored 3 times in dev, last in run r-1")
        #expect(try status(3).condition(.reconciling) == nil)
    }

    @Test func withoutTheTriggerNoResultIsNeeded() throws {
        let suite = Samples.suite(on: [.manual])
        let never = try status(suite)
        #expect(told(never, .ready) == "True NeverRun: never run")
        let verdict = Samples.verdict(older, .cancelled)
        let cancelled = try status(suite, records: [SuiteRecord(key: key(suite), conclusive: verdict)])
        #expect(cancelled.isReady)
        #expect(told(cancelled, .passing) == "Unknown RunCancelled: the last run was cancelled")
    }

    @Test func aDueRunIsExplained() throws {
        let suite = Samples.suite()
        #expect(told(try status(suite), .reconciling) == "True Progressing: starting the run in dev: never run")
        let run = ActiveRun(id: RunID(rawValue: "r-1"), key: key(suite), digest: older, revision: Samples.commit)
        #expect(
            told(try status(suite, runs: [run]), .reconciling)
                == "True Progressing: cancelling run r-1: a newer commit wants another run")
    }
}
