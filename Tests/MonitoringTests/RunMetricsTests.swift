import Foundation
import Model
import Monitoring
import Testing

struct RunMetricsTests {
    private static let key = SuiteKey(
        suite: ObjectIdentity(kind: .testSuite, namespace: "shop", name: "checkout"), environment: "dev")
    private static let tags = ["namespace": "shop", "environment": "dev", "suite": "checkout"]

    private static func exchange(_ status: Int?, total: TimeSpan? = .milliseconds(41)) -> HTTPExchange {
        HTTPExchange(method: "GET", url: "/", status: status, firstByte: nil, total: total, curl: "")
    }

    private static func result(_ outcome: Outcome = .passed, _ exchange: HTTPExchange? = nil) -> TaskResult {
        TaskResult(outcome: outcome, startedAt: Make.start, duration: .milliseconds(1_500), exchange: exchange)
    }

    private static func task(_ results: [TaskResult?], cached: CachedFrom? = nil) -> TaskRecord {
        let attempts = results.map {
            AttemptRecord(
                run: RunID(rawValue: "r"), task: "t", number: 1, lease: LeaseToken(rawValue: ""),
                worker: WorkerID(rawValue: "w"), leasedAt: Make.start, result: $0)
        }
        return TaskRecord(name: "t", outcome: .passed, attempts: attempts, cached: cached)
    }

    private static func run(
        _ counts: OutcomeCounts, _ tasks: [TaskRecord] = [], seconds: Double = 4, coverage: LineCoverage? = nil
    )
        -> FinishedRun
    {
        FinishedRun(
            key: key,
            verdict: Verdict(
                run: RunID(rawValue: "r"), digest: Digest(rawValue: "d"),
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), outcome: .failed,
                counts: counts, startedAt: Make.start, endedAt: Make.start.addingTimeInterval(seconds),
                coverage: coverage),
            tasks: tasks)
    }

    private static func values(_ samples: [MetricSample]) -> [String: Double] {
        Dictionary(samples.map { ($0.metric, $0.value) }) { _, _ in .nan }
    }

    @Test func aRunIsCounted() {
        let counts = OutcomeCounts(
            passed: 12, failed: 2, errored: 4, timedOut: 2, skipped: 3, cancelled: 1, flaky: 5, cached: 1)
        let tasks = [
            Self.task([Self.result(.failed, Self.exchange(500)), Self.result(.passed, Self.exchange(200)), nil]),
            Self.task([Self.result(.errored, Self.exchange(nil)), Self.result(.passed, Self.exchange(499))]),
            Self.task([Self.result()]),
        ]
        let samples = RunMetrics.samples(of: Self.run(counts, tasks))
        #expect(
            Self.values(samples) == [
                "run.pass_rate": 0.6, "run.failed": 4, "run.errored": 4, "run.skipped": 4, "run.flaky": 5,
                "run.duration": 4, "request.rate": 1, "request.error_rate": 0.5,
            ])
        #expect(samples.allSatisfy { $0.tags == Self.tags && $0.time == Make.start.addingTimeInterval(4) })
    }

    /// Breaks when a run without a line counts as not covered.
    @Test func aRunThatReportsCoverageIsMeasuredByIt() {
        let covered = Self.run(OutcomeCounts(passed: 1), coverage: LineCoverage(lines: 8, covered: 6))
        #expect(Self.values(RunMetrics.samples(of: covered))["coverage.line"] == 0.75)
        let empty = Self.run(OutcomeCounts(passed: 1), coverage: LineCoverage(lines: 0, covered: 0))
        #expect(Self.values(RunMetrics.samples(of: empty))["coverage.line"] == nil)
    }

    @Test func aRunOfWhichNothingRanHasNoPassRate() {
        let values = Self.values(RunMetrics.samples(of: Self.run(OutcomeCounts(skipped: 2, cancelled: 1))))
        #expect(
            values == ["run.failed": 0, "run.errored": 0, "run.skipped": 3, "run.flaky": 0])
    }

    @Test func aCachedTestCountsForThePassRateOnly() {
        let cached = CachedFrom(run: RunID(rawValue: "r0"), recordedAt: Make.start)
        let tasks = [Self.task([Self.result(.passed, Self.exchange(500))], cached: cached)]
        let values = Self.values(RunMetrics.samples(of: Self.run(OutcomeCounts(passed: 1, cached: 1), tasks)))
        #expect(
            values == [
                "run.pass_rate": 1, "run.failed": 0, "run.errored": 0, "run.skipped": 0, "run.flaky": 0,
            ])
    }

    @Test(arguments: [(0.0, 0.0, nil), (-5.0, nil, nil), (0.5, 0.5, 2.0)] as [(Double, Double?, Double?)])
    func aClockThatWasSetBackMeasuresNoTime(seconds: Double, duration: Double?, rate: Double?) {
        let run = Self.run(
            OutcomeCounts(passed: 1), [Self.task([Self.result(.passed, Self.exchange(200))])], seconds: seconds)
        let values = Self.values(RunMetrics.samples(of: run))
        #expect(values["run.duration"] == duration)
        #expect(values["request.rate"] == rate)
        #expect(values["request.error_rate"] == 0)
    }

    @Test func anAttemptIsMeasuredAtItsEnd() {
        let samples = RunMetrics.samples(
            ofAttempt: Self.result(.passed, Self.exchange(200)), task: "pay", key: Self.key, service: "api",
            worker: "pool-1")
        #expect(Self.values(samples) == ["test.duration": 1.5, "request.duration": 0.041])
        let tags = Self.tags.merging(["test": "pay", "worker": "pool-1", "service": "api"]) { $1 }
        #expect(samples.allSatisfy { $0.tags == tags && $0.time == Make.start.addingTimeInterval(1.5) })
    }

    @Test func tagsAreThoseThatApply() {
        let samples = RunMetrics.samples(
            ofAttempt: Self.result(), task: "pay", key: Self.key, service: nil, worker: "w", provider: "local")
        #expect(
            samples.map(\.tags) == [
                Self.tags.merging(["test": "pay", "worker": "w", "provider": "local"]) { $1 }
            ])
    }

    @Test(arguments: Outcome.allCases)
    func onlyAVerdictTellsHowLongATestTakes(outcome: Outcome) {
        let samples = RunMetrics.samples(
            ofAttempt: Self.result(outcome, Self.exchange(nil, total: .seconds(2))), task: "pay", key: Self.key,
            service: nil, worker: "w")
        let values = Self.values(samples)
        let isVerdict = [.passed, .failed, .timedOut].contains(outcome)
        #expect(values["test.duration"] == (isVerdict ? 1.5 : nil))
        #expect(values["request.duration"] == 2)
    }

    @Test func anExchangeWithoutAnEndHasNoDuration() {
        let samples = RunMetrics.samples(
            ofAttempt: Self.result(.failed, Self.exchange(nil, total: nil)), task: "pay", key: Self.key, service: nil,
            worker: "w")
        #expect(samples.map(\.metric) == ["test.duration"])
    }
}
