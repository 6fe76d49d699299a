import Model
import Scheduling
import Testing

struct RunMachineTests {
    private let now = Make.start

    /// Leases a ready task by name and ends the attempt at once.
    private func play(
        _ machine: inout RunMachine, _ name: String, _ outcome: Outcome, at moment: MonotonicInstant? = nil
    ) throws -> RunMachine.Consequence? {
        let index = try #require(machine.tasks.firstIndex { $0.name == name })
        let number = machine.tasks[index].attempts.count + 1
        let attempt = Make.attempt(machine.record, name, number, lease: "\(name)-\(number)")
        let isGranted = machine.leaseGranted(attempt, to: index)
        #expect(isGranted)
        return machine.attemptEnded(attempt.lease, Make.result(outcome), now: moment ?? now)
    }

    /// Plays an attempt and checks what it leads to.
    private func expect(
        _ machine: inout RunMachine, _ name: String, _ outcome: Outcome, _ consequence: RunMachine.Consequence,
        at location: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let actual = try play(&machine, name, outcome)
        #expect(actual == consequence, sourceLocation: location)
    }

    private func names(_ machine: RunMachine) -> [String] { machine.ready.map { machine.tasks[$0].name } }

    @Test func ordersReadyTasksByPriorityThenDeclaration() {
        let machine = RunMachine(
            Make.run([
                Make.test("a"), Make.test("b", priority: 90), Make.test("c"), Make.test("d", priority: 90),
                Make.test("e", priority: 0),
            ]), now: now)
        #expect(names(machine) == ["b", "d", "a", "c", "e"])
    }

    @Test func dependentStartsOnlyAfterAllItsDependenciesPassed() throws {
        var machine = RunMachine(
            Make.run([Make.test("last", after: ["one", "two"]), Make.test("one"), Make.test("two")]), now: now)
        #expect(names(machine) == ["one", "two"])
        _ = try play(&machine, "one", .passed)
        #expect(names(machine) == ["two"])
        _ = try play(&machine, "two", .passed)
        #expect(names(machine) == ["last"])
        let again = machine.leaseGranted(Make.attempt(machine.record, "one", 2, lease: "x"), to: 1)
        #expect(!again)
    }

    @Test(arguments: [Outcome.failed, .timedOut, .skipped])
    func dependentsOfWhatDidNotPassAreSkippedTransitively(outcome: Outcome) throws {
        var machine = RunMachine(
            Make.run([
                Make.test("create order"), Make.test("pay", after: ["create order"]),
                Make.test("ship", after: ["pay"]), Make.test("browse"),
            ]), now: now)
        try expect(&machine, "create order", outcome, .finished(outcome))
        #expect(machine.tasks[1].outcome == .skipped)
        #expect(machine.tasks[1].record?.message == "`create order` did not pass")
        #expect(machine.tasks[2].record?.message == "`pay` did not pass")
        #expect(names(machine) == ["browse"])
        #expect(machine.tasks[3].record == nil)
    }

    @Test func budgetsOfFailedAndErroredAreApart() throws {
        let policy = RetryPolicy(failed: 1, errored: 1, backoff: .seconds(1))
        var machine = RunMachine(Make.run([Make.test("a", retry: policy)]), now: now)
        try expect(&machine, "a", .failed, .retried(after: .seconds(1)))
        try expect(&machine, "a", .errored, .retried(after: .seconds(2)))
        try expect(&machine, "a", .timedOut, .finished(.timedOut))
        #expect(machine.counts == OutcomeCounts(timedOut: 1))
        #expect(machine.outcome == .failed)
        #expect(machine.records.first?.attempts.count == 3)
    }

    @Test func pauseKeepsATaskFromStartingAndDoubles() throws {
        let policy = RetryPolicy(failed: 9, errored: 0, backoff: .milliseconds(100))
        var machine = RunMachine(Make.run([Make.test("a", retry: policy)]), now: now)
        try expect(&machine, "a", .failed, .retried(after: .milliseconds(100)))
        #expect(machine.tasks[0].state == .ready(notBefore: now.advanced(by: .milliseconds(100))))
        machine.time(passesTo: now)
        #expect(machine.nextDeadline == now.advanced(by: .milliseconds(100)))
        try expect(&machine, "a", .failed, .retried(after: .milliseconds(200)))
        try expect(&machine, "a", .failed, .retried(after: .milliseconds(400)))
    }

    @Test func backoffStaysInBounds() {
        let outcomes = [Outcome](repeating: .failed, count: 200)
        let policy = RetryPolicy(failed: 1_000, errored: 0, backoff: .seconds(1))
        #expect(RetryBudget.pause(after: outcomes, policy: policy) == .seconds(65_536))
        #expect(RetryBudget.pause(after: [], policy: policy) == nil)
    }

    @Test func passedAfterARetryIsFlaky() throws {
        var machine = RunMachine(Make.run([Make.test("a", retry: RetryPolicy(failed: 1)), Make.test("b")]), now: now)
        _ = try play(&machine, "a", .failed)
        _ = try play(&machine, "a", .passed)
        _ = try play(&machine, "b", .passed)
        #expect(machine.counts == OutcomeCounts(passed: 2, flaky: 1))
        #expect(machine.records.map(\.flaky) == [true, false])
        #expect(machine.outcome == .passed)
    }

    @Test func aLostWorkerCountsAgainstTheErroredBudgetAndIsRemembered() throws {
        var machine = RunMachine(Make.run([Make.test("a", retry: RetryPolicy(errored: 1))]), now: now)
        machine.leaseGranted(Make.attempt(machine.record, "a", 1, lease: "one", worker: "w-9"), to: 0)
        let loss = machine.leaseLost(LeaseToken(rawValue: "one"), Make.result(.errored), now: now)
        #expect(loss == .retried(after: .seconds(1)))
        #expect(machine.tasks[0].lostBy == [WorkerID(rawValue: "w-9")])
        let lostAgain = machine.leaseLost(LeaseToken(rawValue: "one"), Make.result(.errored), now: now)
        let late = machine.attemptEnded(LeaseToken(rawValue: "one"), Make.result(.passed), now: now)
        #expect(lostAgain == nil && late == nil)
    }

    @Test func cancellingEndsWhatIsNotHeldAndWaitsForTheRest() throws {
        var machine = RunMachine(
            Make.run([Make.test("held"), Make.test("b"), Make.test("c", after: ["held"])]), now: now)
        let attempt = Make.attempt(machine.record, "held", 1, lease: "h")
        machine.leaseGranted(attempt, to: 0)
        machine.end(.person("ana asked for it"), now: now)
        machine.end(.superseded("too late"), now: now)
        #expect(machine.ending == .person("ana asked for it"))
        #expect(!machine.isFinished)
        #expect(machine.tasks[1].record?.message == "ana asked for it")
        #expect(machine.tasks[2].outcome == .cancelled)
        let end = machine.attemptEnded(attempt.lease, Make.result(.errored), now: now)
        #expect(end == .finished(.errored))
        #expect(machine.isFinished && machine.wasCancelledByPerson && !machine.isSuperseded)
        #expect(machine.outcome == .errored)
        #expect(machine.counts == OutcomeCounts(errored: 1, cancelled: 2))
    }

    @Test func aRunThatPassedInSpiteOfACancellationCounts() throws {
        var machine = RunMachine(Make.run([Make.test("a")]), now: now)
        let attempt = Make.attempt(machine.record, "a", 1, lease: "h")
        machine.leaseGranted(attempt, to: 0)
        machine.end(.superseded("a newer commit"), now: now)
        machine.attemptEnded(attempt.lease, Make.result(.passed), now: now)
        #expect(machine.outcome == .passed && !machine.isSuperseded)
    }

    @Test func theSuitesTimeoutMakesTheRunTimedOut() throws {
        var machine = RunMachine(Make.run([Make.test("a"), Make.test("b")]), now: now)
        _ = try play(&machine, "a", .passed)
        machine.end(.timedOut(.minutes(10)), now: now)
        #expect(machine.outcome == .timedOut)
        #expect(machine.tasks[1].record?.message == "the suite's timeout of 10m ended the run")
    }

    @Test func aWorkerThatStopsUnaskedLeavesUsWithoutAnAnswer() throws {
        var machine = RunMachine(Make.run([Make.test("a", retry: RetryPolicy(errored: 1))]), now: now)
        try expect(&machine, "a", .cancelled, .retried(after: .seconds(1)))
        try expect(&machine, "a", .cancelled, .finished(.errored))
        #expect(machine.outcome == .errored)
    }

    @Test func aTaskThatNoWorkerTakesIsErroredAfterItsQueueTimeout() {
        var machine = RunMachine(
            Make.run([Make.test("a", queueTimeout: .seconds(5)), Make.test("b", after: ["a"])]), now: now)
        machine.time(passesTo: now.advanced(by: .seconds(4)))
        #expect(machine.nextDeadline == now.advanced(by: .seconds(5)))
        #expect(machine.counts.finished == 0)
        let ended = machine.time(passesTo: now.advanced(by: .seconds(5)), reasons: ["a": "missing gpu"])
        #expect(ended == ["a"])
        #expect(machine.tasks[0].record?.message == "no worker took it within 5s: missing gpu")
        #expect(machine.counts == OutcomeCounts(errored: 1, skipped: 1))
        #expect(machine.nextDeadline == nil)
    }

    @Test func aWithdrawnLeaseLeavesNoTrace() throws {
        var machine = RunMachine(Make.run([Make.test("a")]), now: now)
        let before = machine.tasks[0].state
        let attempt = Make.attempt(machine.record, "a", 1, lease: "h")
        machine.leaseGranted(attempt, to: 0)
        machine.leaseWithdrawn(attempt.lease, now: now.advanced(by: .seconds(9)))
        #expect(machine.tasks[0].state == before)
        #expect(machine.tasks[0].attempts.isEmpty && machine.held.isEmpty)
        machine.leaseGranted(attempt, to: 0)
        machine.end(.person("stop"), now: now)
        machine.leaseWithdrawn(attempt.lease, now: now)
        machine.leaseWithdrawn(attempt.lease, now: now)
        #expect(machine.records.map(\.outcome) == [.cancelled])
    }

    @Test func nothingToDoIsSkipped() {
        let machine = RunMachine(Make.run([]), now: now)
        #expect(machine.isFinished && machine.outcome == .skipped)
    }

    @Test func goesOnAfterARestartWhereItWas() throws {
        let record = Make.run([
            Make.test("pay", after: ["login"], retry: RetryPolicy(failed: 1)), Make.test("login"), Make.test("browse"),
        ])
        let machine = RunMachine(
            record,
            attempts: [
                Make.attempt(record, "pay", 2, lease: "p2"),
                Make.attempt(record, "pay", 1, lease: "p1", result: Make.result(.failed)),
                Make.attempt(record, "login", 1, lease: "l1", result: Make.result(.passed)),
                Make.attempt(record, "no such test", 1, lease: "n"),
            ], now: now)
        #expect(machine.held == [LeaseToken(rawValue: "p2"): 0])
        #expect(machine.tasks[0].attempts.map(\.number) == [1, 2])
        #expect(machine.tasks[1].outcome == .passed)
        #expect(machine.ready == [2])
    }

    @Test func testsThatCanNeverStartEndAtOnce() {
        let machine = RunMachine(
            Make.run([
                Make.test("a", after: ["b"]), Make.test("b", after: ["a"]), Make.test("c", after: ["nobody"]),
                Make.test("d", after: ["c"]), Make.test("e"),
            ]), now: now)
        #expect(machine.ready == [4])
        #expect(machine.counts.finished == 4)
        #expect(machine.tasks[2].record?.message == "depends on `nobody`, which is no test of this suite")
    }

    @Test func capturesComeFromTheWholeClosureNearestFirst() throws {
        var machine = RunMachine(
            Make.run([
                Make.test("token"), Make.test("order", after: ["token"]), Make.test("other"),
                Make.test("pay", after: ["order"]),
            ]), now: now)
        let results: [(String, TaskResult)] = [
            (
                "token",
                Make.result(
                    .passed,
                    captures: [
                        "token": .string("s3cret"), "pin": .integer(4711), "id": .integer(1), "no": .string(""),
                    ],
                    redacted: ["token", "id", "pin", "no", "gone"])
            ), ("other", Make.result(.passed, captures: ["stray": .bool(true)])),
            ("order", Make.result(.passed, captures: ["id": .integer(2)])),
        ]
        for (name, result) in results {
            let index = try #require(machine.tasks.firstIndex { $0.name == name })
            let attempt = Make.attempt(machine.record, name, 1, lease: name)
            machine.leaseGranted(attempt, to: index)
            machine.attemptEnded(attempt.lease, result, now: now)
        }
        let handed = machine.captures(for: 3)
        #expect(
            handed.values
                == ["token": .string("s3cret"), "pin": .integer(4711), "id": .integer(2), "no": .string("")])
        #expect(handed.secrets == [Secret("4711"), Secret("s3cret")])
        #expect(machine.captures(for: 0).values.isEmpty)
    }

    @Test func whatDependsOnAnImpossibleTaskIsImpossibleToo() {
        let machine = RunMachine(
            Make.run([
                Make.test("a"), Make.test("b", after: ["a"]), Make.test("c", after: ["b"]), Make.test("d"),
            ]), now: now)
        #expect(machine.spreading([:]).isEmpty)
        #expect(
            machine.spreading(["a": "missing gpu"]) == [
                "a": "missing gpu", "b": "waits for `a`, which can't run", "c": "waits for `b`, which can't run",
            ])
    }
}
