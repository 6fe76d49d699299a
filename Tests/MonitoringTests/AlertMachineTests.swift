import Foundation
import Model
import Testing

@testable import Monitoring

struct AlertMachineTests {
    private static let hash = Digest(rawValue: "1")

    private static func at(_ seconds: Double) -> Date { Make.start.addingTimeInterval(seconds) }

    private static func record(
        _ state: AlertState, since: Double = 0, lastHeld: Double? = nil, hash: Digest = hash
    ) -> AlertRecord {
        AlertRecord(
            rule: Make.identity(), specHash: hash, state: state, since: at(since), lastHeld: lastHeld.map(at))
    }

    private static func step(
        _ record: AlertRecord, _ value: Double?, _ rule: AlertRuleSpec, now: Double
    ) -> (record: AlertRecord, transition: AlertMachine.Transition?) {
        AlertMachine.step(record, Reading(value: value, rule: rule), rule: rule, specHash: hash, now: at(now))
    }

    private static let rule = Make.spec(duration: .seconds(60), keepFiringFor: .seconds(30))

    /// Every state with every verdict, just before and at the end of its timer.
    @Test(arguments: [
        (AlertState.inactive, 1.0, 10.0, AlertState.pending), (.inactive, 0, 10, .inactive),
        (.pending, 1, 59.999, .pending), (.pending, 1, 60, .firing), (.pending, 0, 59, .inactive),
        (.pending, 0, 61, .inactive),
        (.firing, 1, 999, .firing), (.firing, 0, 29.999, .firing), (.firing, 0, 30, .resolved),
        (.resolved, 1, 10, .pending), (.resolved, 0, 999, .resolved),
    ])
    func statesFollowTheCondition(from: AlertState, value: Double, now: Double, to: AlertState) {
        let step = Self.step(Self.record(from, lastHeld: 0), value, Self.rule, now: now)
        #expect(step.record.state == to)
        #expect(step.record.value == value)
        #expect(step.record.since == (from == to ? Make.start : Self.at(now)))
        #expect(step.transition == (from == to ? nil : AlertMachine.Transition(from: from, to: to)))
    }

    @Test(arguments: [AlertState.inactive, .resolved])
    func withoutDurationItFiresAtOnce(from: AlertState) {
        let step = Self.step(Self.record(from), 1, Make.spec(), now: 5)
        #expect(step.transition == AlertMachine.Transition(from: from, to: .firing))
        #expect(step.record.lastHeld == Self.at(5))
    }

    @Test func withoutKeepFiringForItResolvesAtOnce() {
        let step = Self.step(Self.record(.firing, lastHeld: 5), 0, Make.spec(), now: 5)
        #expect(step.record.state == .resolved)
    }

    @Test func keepFiringForCountsFromTheLastTimeTheConditionHeld() {
        var record = Self.record(.firing, lastHeld: 0)
        record = Self.step(record, 1, Self.rule, now: 20).record
        record = Self.step(record, 0, Self.rule, now: 25).record
        #expect(record.lastHeld == Self.at(20))
        record = Self.step(record, 0, Self.rule, now: 49).record
        #expect(record.state == .firing)
        #expect(Self.step(record, 0, Self.rule, now: 50).record.state == .resolved)
        record = Self.step(record, 1, Self.rule, now: 49.5).record
        #expect(Self.step(record, 0, Self.rule, now: 79).record.state == .firing)
    }

    @Test(arguments: AlertState.allCases)
    func missingDataWithKeepChangeNothing(state: AlertState) {
        let rule = Make.spec(duration: .seconds(60), noData: .keep, keepFiringFor: .seconds(30))
        let before = Self.record(state, lastHeld: 0)
        let step = Self.step(before, nil, rule, now: 9_999)
        #expect(step.record == before)
        #expect(step.transition == nil)
        #expect(AlertMachine.deadline(step.record, .unknown, rule: rule) == nil)
    }

    @Test func timeWithoutDataCountsOnceTheyCome() {
        let rule = Make.spec(duration: .seconds(60), noData: .keep)
        let kept = Self.step(Self.record(.pending), nil, rule, now: 100).record
        #expect(Self.step(kept, 1, rule, now: 101).record.state == .firing)
        #expect(Self.step(kept, 0, rule, now: 101).record.state == .inactive)
    }

    @Test func missingDataMayAlertOrBeFine() {
        let alert = Make.spec(duration: .seconds(60), noData: .alert)
        let pending = Self.step(Self.record(.inactive), nil, alert, now: 0).record
        #expect(pending.state == .pending)
        #expect(pending.value == nil)
        #expect(Self.step(pending, nil, alert, now: 60).record.state == .firing)
        #expect(Self.step(pending, nil, Self.rule, now: 60).record.state == .inactive)
    }

    @Test(arguments: AlertState.allCases)
    func aChangedRuleStartsOver(state: AlertState) {
        let old = Self.record(state, since: -500, lastHeld: -400, hash: Digest(rawValue: "old"))
        let calm = Self.step(old, 0, Self.rule, now: 7)
        #expect(calm.record.state == .inactive)
        #expect(calm.record.since == Self.at(7))
        #expect(calm.record.specHash == Self.hash)
        #expect(calm.transition == nil)
        let held = Self.step(old, 1, Self.rule, now: 7)
        #expect(held.transition == AlertMachine.Transition(from: .inactive, to: .pending))
    }

    @Test func aClockThatWasSetBackDelaysAndNeverHurries() {
        var record = Self.step(Self.record(.pending, since: 0), 1, Self.rule, now: -1_000).record
        #expect(record.state == .pending)
        #expect(record.since == Self.at(-1_000))
        #expect(Self.step(record, 1, Self.rule, now: -941).record.state == .pending)
        #expect(Self.step(record, 1, Self.rule, now: -940).record.state == .firing)

        record = Self.step(Self.record(.firing, since: 0, lastHeld: 50), 0, Self.rule, now: 20).record
        #expect(record.lastHeld == Self.at(20))
        #expect(Self.step(record, 0, Self.rule, now: 49).record.state == .firing)
        #expect(Self.step(record, 0, Self.rule, now: 50).record.state == .resolved)
    }

    @Test func firingWithoutAnEndOfTheConditionCountsFromNow() {
        let record = Self.step(Self.record(.firing), 0, Self.rule, now: 500).record
        #expect(record.state == .firing)
        #expect(Self.step(record, 0, Self.rule, now: 529).record.state == .firing)
        #expect(Self.step(record, 0, Self.rule, now: 530).record.state == .resolved)
    }

    @Test func deadlinesAreWhereTimeAloneChangesTheState() {
        func deadline(_ state: AlertState, _ verdict: Reading.Verdict) -> Date? {
            AlertMachine.deadline(Self.record(state, lastHeld: 10), verdict, rule: Self.rule)
        }
        for state in AlertState.allCases {
            for verdict in Reading.Verdict.allCases {
                let expected: Date? =
                    switch (state, verdict) {
                    case (.pending, .holds): Self.at(60)
                    case (.firing, .doesNotHold): Self.at(40)
                    default: nil
                    }
                #expect(deadline(state, verdict) == expected)
            }
        }
    }

    @Test func whatIsStoredChangesOnlyWhenARestartWouldMiss() {
        func durable(_ record: AlertRecord, _ rule: AlertRuleSpec = Self.rule, now: Double) -> AlertRecord {
            record.durable(rule: rule, now: Self.at(now))
        }
        var pending = Self.record(.pending, lastHeld: 10)
        pending.value = 3
        #expect(durable(pending, now: 10) == Self.record(.pending))
        let firing = Self.record(.firing, lastHeld: 10)
        #expect(durable(firing, now: 10) == Self.record(.firing))
        #expect(durable(firing, now: 14.9) == Self.record(.firing))
        #expect(durable(firing, now: 15) == firing)
        #expect(durable(firing, Make.spec(), now: 15) == Self.record(.firing))
        #expect(durable(Self.record(.resolved, lastHeld: 10), now: 99) == Self.record(.resolved, lastHeld: 10))
    }
}
