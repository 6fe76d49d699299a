import Model
import Scheduling
import Testing

/// What suites and tests say of how their runs go on: conditions, ends of dependencies, failures, lost workers.
struct SuitePolicyTests {
    private let now = Make.start

    private func run(_ tests: [TestDefinition], failFast: Int? = nil, abilities: [String: [TestAbility]] = [:])
        -> RunRecord
    {
        RunRecord(
            id: RunID(rawValue: "r-1"),
            suite: ResolvedSuite(
                key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "checkout"), environment: "dev"),
                tests: tests, failFast: failFast, shares: abilities.mapValues { TestShare(abilities: $0) }),
            digest: Digest(rawValue: "d"),
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), startedAt: Make.date)
    }

    private func test(
        _ name: String, after: [TestDependency] = [], when: TestCondition? = nil, onWorkerLost: WorkerLoss? = nil
    ) -> TestDefinition {
        TestDefinition(
            settings: TestSettings(name: name, dependsOn: after, onWorkerLost: onWorkerLost, when: when),
            body: .command(CommandSpec(run: ["true"])))
    }

    private func play(_ machine: inout RunMachine, _ name: String, _ outcome: Outcome) throws {
        let index = try #require(machine.tasks.firstIndex { $0.name == name })
        let number = machine.tasks[index].attempts.count + 1
        let attempt = Make.attempt(machine.record, name, number, lease: "\(name)-\(number)")
        let isGranted = machine.leaseGranted(attempt, to: index)
        #expect(isGranted)
        machine.attemptEnded(attempt.lease, Make.result(outcome), now: now)
    }

    private func outcomes(_ machine: RunMachine) -> [Outcome?] { machine.tasks.map(\.outcome) }

    @Test func whatWaitsForAnEndStartsHoweverItEnded() throws {
        var machine = RunMachine(
            run([
                test("a"), test("clean", after: [TestDependency("a", when: .finished)]), test("next", after: ["a"]),
                test("strict", after: [TestDependency("a", when: .finished), "a"]),
            ]), now: now)
        try play(&machine, "a", .failed)
        #expect(outcomes(machine) == [.failed, nil, .skipped, .skipped])
        try play(&machine, "clean", .passed)
        #expect(machine.isFinished)
        #expect(machine.outcome == .failed)
    }

    @Test func aTestWhoseConditionDoesNotHoldIsSkipped() throws {
        let no = TestCondition(left: "a", comparison: .equal, right: "b", text: "a == b")
        let yes = TestCondition(left: "a", comparison: .equal, right: "a", text: "a == a")
        var machine = RunMachine(
            run([
                test("no", when: no), test("after", after: ["no"]), test("yes", when: yes),
                test("end", after: [TestDependency("no", when: .finished), "yes"]),
            ]), now: now)
        #expect(outcomes(machine) == [.skipped, .skipped, nil, nil])
        #expect(machine.tasks[0].message == "`when` does not hold: a == b")
        try play(&machine, "yes", .passed)
        try play(&machine, "end", .passed)
        #expect(machine.outcome == .passed)
    }

    @Test func aSuiteOfSkippedTestsIsFinishedAtOnce() {
        let no = TestCondition(left: "false", comparison: .equal, right: "true", text: "false")
        #expect(RunMachine(run([test("a", when: no), test("b", when: no)]), now: now).outcome == .skipped)
    }

    @Test func aRunStopsAfterSoManyFailures() throws {
        var machine = RunMachine(
            run([test("a"), test("b"), test("c"), test("d", after: ["c"])], failFast: 2), now: now)
        try play(&machine, "a", .failed)
        #expect(!machine.isFinished)
        try play(&machine, "b", .timedOut)
        #expect(outcomes(machine) == [.failed, .timedOut, .cancelled, .cancelled])
        #expect(machine.tasks[2].message == "the run stopped after 2 failures")
        #expect(machine.outcome == .failed)
        #expect(!machine.isSuperseded && !machine.wasCancelledByPerson)
    }

    @Test func errorsDoNotStopARun() throws {
        var machine = RunMachine(
            run([test("a"), test("b")], failFast: 1), now: now)
        for _ in 0..<3 {
            try play(&machine, "a", .errored)
        }
        #expect(outcomes(machine) == [.errored, nil])
        try play(&machine, "b", .failed)
        #expect(machine.outcome == .failed)
    }

    @Test func aTestThatMustNotRunTwiceEndsWithItsWorker() throws {
        let ends: [(WorkerLoss, Outcome?)] = [(.error, .errored), (.retry, nil)]
        for (loss, outcome) in ends {
            var machine = RunMachine(run([test("a", onWorkerLost: loss)]), now: now)
            let attempt = Make.attempt(machine.record, "a", 1, lease: "l")
            machine.leaseGranted(attempt, to: 0)
            machine.leaseLost(attempt.lease, Make.result(.errored), now: now)
            #expect(machine.tasks[0].outcome == outcome)
            #expect(machine.tasks[0].attempts.count == 1)
            #expect(machine.held.isEmpty)
        }
    }

    @Test func whatNoWorkerCanDoIsUnschedulableAtOnce() {
        let machine = RunMachine(
            run([test("a"), test("b")], abilities: ["a": [.performance]]), now: now)
        let worker = Make.worker("w", capabilities: TestAbility.announced)
        let placement = Placement(pools: [Make.capacity(capabilities: TestAbility.announced)], workers: [worker])
        let reasons = machine.tasks.map { placement.unschedulable($0.settings, needs: $0.needs, in: Make.environment) }
        #expect(reasons == ["missing test:performance", nil])
        let choice = placement.choose(for: worker, among: [machine], load: WorkLoad(), now: now)
        #expect(choice?.index == 1)
    }
}
