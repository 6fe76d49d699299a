import Model
import Scheduling
import Testing

/// Earlier results that stand for tests of a run.
struct ReuseTests {
    private let now = Make.start

    private func run(
        _ tests: [TestDefinition], reused: [String], shares: [String: TestShare] = [:],
        captures: [String: JSONValue] = [:]
    ) -> RunRecord {
        let plain = Make.run(tests)
        let result = ReusedResult(
            run: RunID(rawValue: "r-0"), recordedAt: Make.date, result: Make.result(.passed, captures: captures))
        return RunRecord(
            id: plain.id, suite: ResolvedSuite(key: plain.suite.key, tests: tests, shares: shares),
            digest: plain.digest, revision: plain.revision, startedAt: plain.startedAt,
            reused: Dictionary(uniqueKeysWithValues: reused.map { ($0, result) }))
    }

    private func end(_ machine: inout RunMachine, _ name: String, _ outcome: Outcome) throws {
        let index = try #require(machine.tasks.firstIndex { $0.name == name })
        let attempt = Make.attempt(machine.record, name, 1, lease: name)
        let isGranted = machine.leaseGranted(attempt, to: index)
        #expect(isGranted)
        machine.attemptEnded(attempt.lease, Make.result(outcome), now: now)
    }

    @Test func aReusedTestIsNotRunAndCountsAsPassedAndCached() throws {
        var machine = RunMachine(run([Make.test("a"), Make.test("b")], reused: ["a"]), now: now)
        #expect(machine.ready.map { machine.tasks[$0].name } == ["b"])
        try end(&machine, "b", .passed)
        #expect(machine.isFinished && machine.outcome == .passed)
        #expect(machine.counts == OutcomeCounts(passed: 2, cached: 1))
        #expect(machine.records[0].cached == CachedFrom(run: RunID(rawValue: "r-0"), recordedAt: Make.date))
        #expect(machine.records[1].cached == nil)
    }

    @Test func aRunOfReusedTestsEndsAtOnce() {
        let tests = (0..<3_000).map { Make.test("t\($0)", after: $0 == 0 ? [] : ["t\($0 - 1)"]) }
        let machine = RunMachine(run(tests, reused: tests.map(\.name)), now: now)
        #expect(machine.isFinished && machine.counts.cached == 3_000)
    }

    @Test func aReusedTestStillWaitsForWhatItDependsOn() throws {
        let tests = [Make.test("login"), Make.test("buy", after: ["login"])]
        var failing = RunMachine(run(tests, reused: ["buy"]), now: now)
        try end(&failing, "login", .failed)
        #expect(failing.tasks[1].outcome == .skipped && failing.counts.cached == 0)
        var passing = RunMachine(run(tests, reused: ["buy"]), now: now)
        try end(&passing, "login", .passed)
        #expect(passing.tasks[1].outcome == .passed && passing.counts.cached == 1)
    }

    @Test func whatTakesCapturedValuesIsReusedOnlyBesideTheirSource() throws {
        let tests = [Make.test("login"), Make.test("buy", after: ["login"])]
        let shares = ["buy": TestShare(usesCaptures: true)]
        var machine = RunMachine(run(tests, reused: ["buy"], shares: shares), now: now)
        try end(&machine, "login", .passed)
        #expect(machine.tasks[1].outcome == nil)
        #expect(machine.ready == [1])
        let both = RunMachine(run(tests, reused: ["login", "buy"], shares: shares), now: now)
        #expect(both.counts.cached == 2)
    }

    @Test func capturedValuesOfAReusedTestAreHandedOn() {
        let tests = [Make.test("login"), Make.test("buy", after: ["login"])]
        let machine = RunMachine(run(tests, reused: ["login"], captures: ["token": .string("t-1")]), now: now)
        #expect(machine.captures(for: 1).values == ["token": .string("t-1")])
    }

    @Test func aRestartReusesTheSame() throws {
        let record = run([Make.test("a"), Make.test("b")], reused: ["a"])
        let held = Make.attempt(record, "b", 1, lease: "l-1")
        let machine = RunMachine(record, attempts: [held], now: now)
        #expect(machine.tasks[0].outcome == .passed && machine.held == [held.lease: 1])
    }
}
