import Foundation
import Model
import Scheduling
import Testing

/// A suite's own last steps run once, after everything else, whatever happened.
struct RunMachineTeardownTests {
    private let now = Make.start

    private func run(_ tests: [TestDefinition], failFast: Int? = nil) -> RunRecord {
        let steps = [TestStep(action: .command(CommandSpec(run: ["true"])))]
        return RunRecord(
            id: RunID(rawValue: "r-1"),
            suite: ResolvedSuite(
                key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "checkout"), environment: "dev"),
                tests: tests, failFast: failFast, teardown: steps),
            digest: Digest(rawValue: "d1"), revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")),
            startedAt: Make.date)
    }

    private func names(_ machine: RunMachine) -> [String] { machine.ready.map { machine.tasks[$0].name } }

    private func begin(_ machine: inout RunMachine, _ name: String) throws -> LeaseToken {
        let index = try #require(machine.tasks.firstIndex { $0.name == name })
        let attempt = Make.attempt(machine.record, name, machine.tasks[index].attempts.count + 1, lease: "\(name)-l")
        let isGranted = machine.leaseGranted(attempt, to: index)
        #expect(isGranted)
        return attempt.lease
    }

    private func play(
        _ machine: inout RunMachine, _ name: String, _ outcome: Outcome, captures: [String: JSONValue] = [:]
    ) throws {
        let lease = try begin(&machine, name)
        machine.attemptEnded(lease, Make.result(outcome, captures: captures), now: now)
    }

    /// Breaks when it starts before the last test has ended.
    @Test func itWaitsForEverythingElse() throws {
        var machine = RunMachine(run([Make.test("a"), Make.test("b")]), now: now)
        #expect(names(machine) == ["a", "b"])
        try play(&machine, "a", .passed)
        #expect(names(machine) == ["b"])
        try play(&machine, "b", .failed)
        #expect(names(machine) == ["teardown"])
        #expect(!machine.isFinished)
        try play(&machine, "teardown", .passed)
        #expect(machine.isFinished && machine.outcome == .failed)
        #expect(machine.records.map(\.name) == ["a", "b", "teardown"])
    }

    /// Breaks when a run that stops early, for whatever reason, cancels it with the rest.
    @Test(arguments: [
        RunEnding.failures(1), .person("ana asked for it"), .superseded("a newer commit"), .timedOut(.minutes(1)),
    ])
    func itRunsHoweverTheRunIsEnded(ending: RunEnding) throws {
        var machine = RunMachine(run([Make.test("a"), Make.test("b")]), now: now)
        let lease = try begin(&machine, "a")
        machine.end(ending, now: now)
        #expect(machine.mustStop(0) && !machine.mustStop(2))
        #expect(names(machine).isEmpty)
        machine.attemptEnded(lease, Make.result(.cancelled), now: now)
        #expect(names(machine) == ["teardown"])
        // The worker that holds it is lost: others try again.
        let last = try begin(&machine, "teardown")
        #expect(machine.leaseLost(last, Make.result(.errored), now: now) == .retried(after: .seconds(1)))
        let again = try begin(&machine, "teardown")
        machine.leaseWithdrawn(again, now: now)
        #expect(names(machine) == ["teardown"])
        try play(&machine, "teardown", .passed)
        #expect(machine.isFinished)
        #expect(machine.counts.cancelled == 2)
        #expect(machine.isSuperseded == (ending == .superseded("a newer commit")))
    }

    @Test func itRunsAfterTheLastFailureThatASuiteBears() throws {
        var machine = RunMachine(run([Make.test("a"), Make.test("b")], failFast: 1), now: now)
        try play(&machine, "a", .failed)
        #expect(names(machine) == ["teardown"])
        try play(&machine, "teardown", .failed)
        #expect(machine.isFinished && machine.outcome == .failed)
    }

    /// Breaks when a run without any attempt waits for a worker to clean up after nothing.
    @Test func itIsSkippedWhereNothingRan() throws {
        var machine = RunMachine(run([Make.test("a")]), now: now)
        machine.end(.superseded("a newer commit"), now: now)
        #expect(machine.isFinished)
        #expect(machine.tasks[1].record?.message == "no test ran, so there is nothing to clean up after")
    }

    /// Breaks when what a failed setup made is not handed on.
    @Test func itKnowsWhatTheSetupCaptured() throws {
        var machine = RunMachine(
            run([Make.test("setup", retry: RetryPolicy(errored: 0)), Make.test("a", after: ["setup"])]), now: now)
        try play(&machine, "setup", .failed, captures: ["id": .integer(7)])
        #expect(machine.tasks[1].outcome == .skipped)
        #expect(names(machine) == ["teardown"])
        #expect(machine.captures(for: 2).values == ["id": .integer(7)])
    }

    @Test func aRestartGoesOnWhereItWas() throws {
        let record = run([Make.test("a")])
        var done = Make.attempt(record, "a", 1, lease: "one")
        done.result = Make.result(.failed)
        let open = Make.attempt(record, "teardown", 1, lease: "two")
        let machine = RunMachine(record, attempts: [open, done], now: now)
        #expect(machine.held.keys.map(\.rawValue) == ["two"])
        #expect(!machine.isFinished)
    }
}
