import Foundation
import Model

/// How a rule goes `inactive → pending → firing → resolved`, and from there to pending or firing again.
///
/// Pending becomes inactive when the condition stops holding. While data are missing and the rule says `keep`, nothing
/// changes and nothing fires by time alone; the time without data counts once they come.
enum AlertMachine {
    /// A rule's change from one state to another.
    struct Transition: Hashable, Sendable {
        let from: AlertState
        let to: AlertState
    }

    /// Takes a reading; the transition is nil when the state stays.
    ///
    /// A record of another version of the rule starts over as inactive. Where the clock was set back behind a time in the
    /// record, that time becomes `now`: a rule fires and resolves later for it, never earlier.
    static func step(
        _ before: AlertRecord, _ reading: Reading, rule: AlertRuleSpec, specHash: Digest, now: Date
    ) -> (record: AlertRecord, transition: Transition?) {
        var record = before
        if before.specHash != specHash { record = AlertRecord(rule: before.rule, specHash: specHash, since: now) }
        let from = record.state
        record.value = reading.value
        record.since = min(record.since, now)
        record.lastHeld = record.lastHeld.map { min($0, now) }
        // What is stored of a rule that fires does not say when its condition held as long as it does hold.
        if from == .firing, record.lastHeld == nil { record.lastHeld = now }
        if reading.verdict == .holds { record.lastHeld = now }

        let to = next(record, reading.verdict, rule, now)
        guard to != from else { return (record, nil) }
        record.state = to
        record.since = now
        return (record, Transition(from: from, to: to))
    }

    /// When a rule changes its state if its reading stays as it is; nil when it never does.
    static func deadline(_ record: AlertRecord, _ verdict: Reading.Verdict, rule: AlertRuleSpec) -> Date? {
        switch (record.state, verdict) {
        case (.pending, .holds): firesAt(record, rule)
        case (.firing, .doesNotHold): resolvesAt(record, rule)
        case (.inactive, _), (.resolved, _), (_, .unknown), (.pending, .doesNotHold), (.firing, .holds): nil
        }
    }

    private static func next(
        _ record: AlertRecord, _ verdict: Reading.Verdict, _ rule: AlertRuleSpec, _ now: Date
    ) -> AlertState {
        switch (record.state, verdict) {
        case (_, .unknown), (.inactive, .doesNotHold), (.resolved, .doesNotHold), (.firing, .holds): record.state
        case (.inactive, .holds), (.resolved, .holds): rule.duration.milliseconds > 0 ? .pending : .firing
        case (.pending, .holds): now >= firesAt(record, rule) ? .firing : .pending
        case (.pending, .doesNotHold): .inactive
        case (.firing, .doesNotHold): now >= resolvesAt(record, rule) ? .resolved : .firing
        }
    }

    private static func firesAt(_ record: AlertRecord, _ rule: AlertRuleSpec) -> Date {
        record.since.addingTimeInterval(rule.duration.seconds)
    }

    private static func resolvesAt(_ record: AlertRecord, _ rule: AlertRuleSpec) -> Date {
        (record.lastHeld ?? record.since).addingTimeInterval(rule.keepFiringFor?.seconds ?? 0)
    }
}
