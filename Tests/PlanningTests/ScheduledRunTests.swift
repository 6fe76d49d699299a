import Foundation
import Model
import Planning
import Testing

/// What the clock makes due: slots of a schedule, the age of a result, tries after errors.
struct ScheduledRunTests {
    private let environment = Samples.environment()
    /// Slots at 02:00 in Berlin: 01:00 UTC in winter.
    private let schedule: SuiteSchedule
    private let midnight: Date

    init() throws {
        schedule = SuiteSchedule(
            .daily(try #require(TimeOfDay("02:00"))), timeZone: try #require(ZoneName("Europe/Berlin")))
        midnight = try Date("2026-11-28T00:00:00Z", strategy: .iso8601)
    }

    private func suite(
        on: [TestSuiteSpec.Trigger] = [.manual], missed: SuiteSchedule.Missed = .runOnce, maxAge: TimeSpan? = nil,
        scheduled: Bool = true
    ) -> DeclaredObject {
        let own = SuiteSchedule(schedule.timing, timeZone: schedule.timeZone, missed: missed)
        return Samples.suite(on: on, schedule: scheduled ? own : nil, maxAge: maxAge)
    }

    private func key(_ suite: DeclaredObject) -> SuiteKey { SuiteKey(suite: suite.identity, environment: "dev") }

    private func observed(
        _ suite: DeclaredObject, at time: Date, since: Date? = nil, record: SuiteRecord? = nil, runs: [ActiveRun] = []
    ) -> ObservedState {
        var marks: [ScheduleMark] = []
        if case .testSuite(let spec) = suite.spec, let schedule = spec.schedule {
            marks = [ScheduleMark(suite: suite.identity, schedule: schedule, since: since ?? midnight)]
        }
        return ObservedState(
            time: time, objects: [environment, suite].map { Samples.applied($0) }, suites: record.map { [$0] } ?? [],
            runs: runs, schedules: marks)
    }

    private func reasons(_ suite: DeclaredObject, _ observed: ObservedState) -> [PlanReason] {
        Planner.plan(desired: .known(Samples.set([environment, suite])), observed: observed).actions.map(\.reason)
    }

    private func wake(_ suite: DeclaredObject, _ observed: ObservedState) -> Date? {
        Planner.nextLook(desired: .known(Samples.set([environment, suite])), observed: observed)
    }

    private func verdict(_ suite: DeclaredObject, _ outcome: Outcome = .passed, endedAt: Date) throws -> Verdict {
        let resolved = try #require(Samples.resolved([environment, suite]).first)
        return Samples.verdict(Digests.suiteInputs(of: resolved), outcome, endedAt: endedAt)
    }

    @Test("a slot makes a suite due once, and the controller is told when to look")
    func aSlotComes() throws {
        let suite = suite()
        let before = observed(suite, at: midnight)
        #expect(reasons(suite, before) == [])
        #expect(wake(suite, before) == midnight.addingTimeInterval(3_600))
        let slot = midnight.addingTimeInterval(3_600)
        let due = observed(suite, at: slot)
        #expect(reasons(suite, due) == [.scheduled("02:00 Europe/Berlin")])
        let run = ActiveRun(
            id: RunID(rawValue: "r"), key: key(suite), digest: Digest(rawValue: "any"), revision: Samples.commit,
            startedAt: slot)
        #expect(reasons(suite, observed(suite, at: slot.addingTimeInterval(9), runs: [run])) == [])
        let record = SuiteRecord(
            key: key(suite), conclusive: try verdict(suite, .failed, endedAt: slot.addingTimeInterval(10)))
        let after = observed(suite, at: slot.addingTimeInterval(60), record: record)
        #expect(reasons(suite, after) == [])
        #expect(wake(suite, after) == slot.addingTimeInterval(86_400))
    }

    @Test("a run that started before the slot does not stand for it, and the slot waits for its end")
    func aLongRun() throws {
        let suite = suite()
        let slot = midnight.addingTimeInterval(3_600)
        let run = ActiveRun(
            id: RunID(rawValue: "r"), key: key(suite), digest: Digest(rawValue: "any"), revision: Samples.commit,
            startedAt: slot.addingTimeInterval(-60))
        #expect(reasons(suite, observed(suite, at: slot.addingTimeInterval(5), runs: [run])) == [])
        let verdict = Verdict(
            run: RunID(rawValue: "r"), digest: Digest(rawValue: "any"), revision: Samples.commit, outcome: .passed,
            startedAt: slot.addingTimeInterval(-60), endedAt: slot.addingTimeInterval(30))
        let record = SuiteRecord(key: key(suite), conclusive: verdict)
        #expect(
            reasons(suite, observed(suite, at: slot.addingTimeInterval(31), record: record))
                == [.scheduled("02:00 Europe/Berlin")])
    }

    @Test("after downtime runOnce makes one run for all slots, skip none; a short restart loses no slot")
    func missedSlots() throws {
        let once = suite()
        let threeDays = midnight.addingTimeInterval(3 * 86_400)
        #expect(reasons(once, observed(once, at: threeDays)) == [.scheduled("2026-11-28 02:00 Europe/Berlin")])
        let record = SuiteRecord(
            key: key(once), conclusive: try verdict(once, endedAt: threeDays.addingTimeInterval(5)))
        #expect(reasons(once, observed(once, at: threeDays.addingTimeInterval(6), record: record)) == [])
        let skip = suite(missed: .skip)
        let missed = observed(skip, at: threeDays)
        #expect(reasons(skip, missed) == [])
        #expect(wake(skip, missed) == threeDays.addingTimeInterval(3_600))
        let soon = midnight.addingTimeInterval(3_600 + 120)
        #expect(reasons(skip, observed(skip, at: soon)) == [.scheduled("02:00 Europe/Berlin")])
        #expect(reasons(skip, observed(skip, at: soon.addingTimeInterval(300))) == [])
    }

    @Test("a new schedule counts from when it was applied, and one that is not applied yet does not count")
    func newSchedules() {
        let suite = suite()
        let noon = midnight.addingTimeInterval(43_200)
        #expect(reasons(suite, observed(suite, at: noon, since: noon)) == [])
        var state = observed(suite, at: noon)
        state.schedules = []
        #expect(reasons(suite, state) == [])
        state.schedules = [
            ScheduleMark(suite: suite.identity, schedule: SuiteSchedule(.hourly), since: midnight)
        ]
        #expect(reasons(suite, state) == [])
    }

    @Test("a result older than maxAge makes a suite due whatever its triggers are")
    func age() throws {
        let suite = suite(maxAge: .minutes(60), scheduled: false)
        #expect(reasons(suite, observed(suite, at: midnight)) == [.neverRun])
        let record = SuiteRecord(key: key(suite), conclusive: try verdict(suite, .failed, endedAt: midnight))
        let young = observed(suite, at: midnight.addingTimeInterval(3_599), record: record)
        #expect(reasons(suite, young) == [])
        #expect(wake(suite, young) == midnight.addingTimeInterval(3_600))
        #expect(
            reasons(suite, observed(suite, at: midnight.addingTimeInterval(3_600), record: record))
                == [.resultTooOld(.minutes(60))])
    }

    @Test("a scheduled run that ended errored is tried again with backoff, then waits for the next slot")
    func errors() throws {
        let suite = suite()
        let slot = midnight.addingTimeInterval(3_600)
        func state(_ tries: Int, at seconds: TimeInterval) throws -> ObservedState {
            let record = SuiteRecord(
                key: key(suite), errored: try verdict(suite, .errored, endedAt: slot.addingTimeInterval(10)),
                erroredTries: tries)
            return observed(suite, at: slot.addingTimeInterval(seconds), record: record)
        }
        #expect(try reasons(suite, state(1, at: 15)) == [])
        #expect(try wake(suite, state(1, at: 15)) == slot.addingTimeInterval(20))
        #expect(try reasons(suite, state(1, at: 20)) == [.erroredBefore(attempt: 2)])
        #expect(try reasons(suite, state(3, at: 3_600)) == [])
        #expect(try reasons(suite, state(3, at: 86_400)) == [.scheduled("02:00 Europe/Berlin")])
    }

    @Test("the schedule and maxAge are no inputs, and neither stands in the digest")
    func noInputs() throws {
        let plain = try #require(Samples.resolved([environment, Samples.suite()]).first)
        let timed = try #require(Samples.resolved([environment, suite(maxAge: .minutes(5))]).first)
        #expect(Digests.suiteInputs(of: plain) == Digests.suiteInputs(of: timed))
        #expect(timed.on.contains(.schedule))
    }

    @Test("the status says when it is due next, and why")
    func status() throws {
        let suite = suite(maxAge: .minutes(30))
        let record = SuiteRecord(key: key(suite), conclusive: try verdict(suite, endedAt: midnight))
        let desired = DesiredState.known(Samples.set([environment, suite]))
        func status(at seconds: TimeInterval) -> ObjectStatus? {
            let state = observed(suite, at: midnight.addingTimeInterval(seconds), record: record)
            let plan = Planner.plan(desired: desired, observed: state)
            return StatusAssessor.statuses(desired: desired, observed: state, plan: plan)[suite.identity]
        }
        let first = try #require(status(at: 60))
        #expect(
            first.due == DueStatus(environment: "dev", time: midnight.addingTimeInterval(1_800), reason: "maxAge 30m"))
        #expect(first.isReady)
        #expect(status(at: 1_900)?.isReady == false)
        #expect(
            status(at: 1_900)?.condition(.reconciling)?.message.contains("the last result is older than 30m") == true)
    }
}
