import Foundation
import Model
import Scheduling
import Synchronization
import TestSupport
import Testing

/// One run in this process: order, slots, retries and ends, as a controller's runs have them.
struct LocalRunTests {
    /// What was begun, in order, and how many at once at most.
    private final class Log: Sendable {
        private struct State {
            var begun: [String] = []
            var underWay = 0
            var most = 0
        }

        private let state = Mutex(State())

        var begun: [String] { state.withLock { $0.begun } }
        var most: Int { state.withLock { $0.most } }

        func begin(_ attempt: LocalAttempt) {
            state.withLock { state in
                state.begun.append("\(attempt.definition.name) \(attempt.number)")
                state.underWay += 1
                state.most = max(state.most, state.underWay)
            }
        }

        func end() { state.withLock { $0.underWay -= 1 } }
    }

    /// Breaks when `begin` does not look at the machine's pauses and order, or `captures` are not handed on.
    @Test("Tests run in order, retried after what they depend on passed, with its captures")
    func runs() async {
        let log = Log()
        let retry = RetryPolicy(failed: 1, errored: 0, backoff: .milliseconds(1))
        let record = Make.run([
            Make.test("pay", after: ["order"]), Make.test("order", retry: retry), Make.test("late", priority: 1),
        ])
        let run = LocalRun(record, slots: 1) { attempt in
            log.begin(attempt)
            defer { log.end() }
            switch (attempt.definition.name, attempt.number) {
            case ("order", 1): return Make.result(.failed)
            case ("order", _): return Make.result(.passed, captures: ["id": .integer(7)], redacted: ["id"])
            case ("pay", _): return Make.result(attempt.captures.values == ["id": .integer(7)] ? .passed : .failed)
            default: return Make.result(.passed)
            }
        }
        let ended = await run.run()
        #expect(ended.verdict.outcome == .passed)
        #expect(ended.verdict.counts == OutcomeCounts(passed: 3, flaky: 1))
        #expect(ended.tasks.map(\.name) == ["pay", "order", "late"])
        #expect(ended.tasks[1].attempts.map(\.result?.outcome) == [.failed, .passed])
        #expect(ended.tasks[1].attempts[1].result?.captures == ["id": .string("***")])
        #expect(log.begun.first == "order 1" && Set(log.begun) == ["order 1", "order 2", "pay 1", "late 1"])
        #expect(log.most == 1)
    }

    /// Breaks when `begin` counts no slots.
    @Test("As many attempts as there are slots run at once, and not more")
    func slots() async {
        let log = Log()
        let gate = Gate()
        let record = Make.run((0..<9).map { Make.test("t\($0)") })
        let run = LocalRun(record, slots: 3) { attempt in
            log.begin(attempt)
            defer { log.end() }
            await gate.pass()
            return Make.result(.passed)
        }
        let work = Task { await run.run() }
        #expect(await eventually { log.begun.count == 3 })
        let look = await run.look()
        #expect(look.run.total == 9 && look.tasks.isEmpty)
        await gate.open()
        #expect(await work.value.verdict.counts == OutcomeCounts(passed: 9))
        #expect(log.most == 3)
    }

    /// Breaks when the end of a run does not cancel what is under way.
    @Test("A run that is stopped tells its attempts to stop and starts no other", arguments: [true, false])
    func stops(byTimeout: Bool) async {
        let log = Log()
        let tests = [Make.test("slow"), Make.test("next", after: ["slow"])]
        let record = Make.run(tests, timeout: byTimeout ? .milliseconds(50) : nil)
        let run = LocalRun(record, slots: 2) { attempt in
            log.begin(attempt)
            try? await Task.sleep(for: .seconds(600))
            return Make.result(Task.isCancelled ? .cancelled : .passed)
        }
        let work = Task { await run.run() }
        #expect(await eventually { log.begun == ["slow 1"] })
        if !byTimeout { await run.end(.person("it was stopped")) }
        let ended = await work.value
        #expect(ended.verdict.outcome == (byTimeout ? .timedOut : .cancelled))
        #expect(ended.tasks.map(\.outcome) == [.cancelled, .cancelled])
        #expect(ended.tasks[1].message == (byTimeout ? "the suite's timeout of 50ms ended the run" : "it was stopped"))
    }

    /// Breaks when the end of a run stops the suite's own last steps too.
    @Test("A run that is stopped still cleans up, and a second stop does not keep it from that")
    func tearsDown() async {
        let log = Log()
        let gate = Gate()
        let suite = ResolvedSuite(
            key: Make.run([]).suite.key, tests: [Make.test("slow")],
            teardown: [TestStep(action: .command(CommandSpec(run: ["true"])))])
        let record = RunRecord(
            id: RunID(rawValue: "r-1"), suite: suite, digest: Digest(rawValue: "d"),
            revision: Make.run([]).revision, startedAt: Make.date)
        let run = LocalRun(record, slots: 2) { attempt in
            log.begin(attempt)
            if attempt.definition.name == "slow" {
                try? await Task.sleep(for: .seconds(600))
            } else {
                await gate.pass()
            }
            return Make.result(Task.isCancelled ? .cancelled : .passed)
        }
        let work = Task { await run.run() }
        #expect(await eventually { log.begun == ["slow 1"] })
        await run.end(.person("it was stopped"))
        #expect(await eventually { log.begun.last == "teardown 1" })
        await run.end(.person("again"))
        await gate.open()
        let ended = await work.value
        #expect(ended.tasks.map(\.outcome) == [.cancelled, .passed] && ended.verdict.outcome == .cancelled)
    }

    /// Breaks when `ended` leaves the others running after the suite's bound of failures.
    @Test("At the first failure the others are stopped where the suite says so")
    func failFast() async {
        let record = Make.run([Make.test("bad"), Make.test("slow"), Make.test("next", after: ["slow"])])
        let suite = record.suite.local(choosing: { _ in true }, bail: true)
        let gate = Gate()
        let run = LocalRun(
            RunRecord(
                id: record.id, suite: suite, digest: record.digest, revision: record.revision,
                startedAt: record.startedAt), slots: 2
        ) { attempt in
            if attempt.definition.name == "bad" {
                await gate.pass()
                return Make.result(.failed)
            }
            await gate.open()
            try? await Task.sleep(for: .seconds(600))
            return Make.result(.cancelled)
        }
        let ended = await run.run()
        #expect(ended.tasks.map(\.outcome) == [.failed, .cancelled, .cancelled])
        #expect(ended.verdict.outcome == .failed)
    }
}

/// What of a suite one machine runs.
struct LocalSuiteTests {
    private let suite = ResolvedSuite(
        key: SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "checkout"), environment: "dev"),
        tests: [
            Make.test("order", needs: ["gpu": ""], queueTimeout: .seconds(1)), Make.test("pay", after: ["order"]),
            Make.test("browse"),
        ], services: ["shop": .url("http://shop"), "cdn": .url("http://cdn")],
        secrets: ["pin": .environmentVariable("PIN"), "key": .environmentVariable("KEY")],
        shares: ["order": TestShare(services: ["shop"], secrets: ["pin"]), "browse": TestShare(services: ["cdn"])])

    /// Breaks when the tests that a chosen one depends on are left out.
    @Test("A chosen test brings those it depends on, and of the environment only what they use")
    func chooses() {
        let chosen = suite.local(choosing: { $0.name == "pay" }, bail: false)
        #expect(chosen.tests.map(\.name) == ["order", "pay"])
        #expect(chosen.services.keys.sorted() == ["shop"] && chosen.secrets.keys.sorted() == ["pin"])
        #expect(chosen.failFast == nil && suite.local(choosing: { _ in true }, bail: true).failFast == 1)
        #expect(chosen != suite)
    }

    /// Breaks when needs stay, which nothing here could ever meet.
    @Test("What only a pool can answer is not asked")
    func asksNoPool() {
        let order = suite.local(choosing: { _ in true }, bail: false).tests[0]
        #expect(order.settings.needs.isEmpty && order.settings.resources == nil)
        #expect(order.settings.queueTimeout > .minutes(1_000))
    }
}
