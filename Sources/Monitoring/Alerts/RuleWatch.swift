import Foundation
import Model

/// A rule with the samples that it sees and where it stands.
struct RuleWatch: Sendable {
    private(set) var rule: WatchedRule
    let filter: SampleFilter
    private(set) var record: AlertRecord
    private var window: SampleWindow
    private var reading: Reading
    /// The window's version that `reading` was taken of.
    private var readVersion: Int?

    /// - Parameters:
    ///   - remembered: where the rule stood before a restart or a change of its manifest.
    ///   - limit: how many samples are kept at most.
    init(_ rule: WatchedRule, remembered: AlertRecord?, limit: Int, now: Date) {
        self.rule = rule
        filter = SampleFilter(rule)
        record = remembered ?? AlertRecord(rule: rule.identity, specHash: rule.specHash, since: now)
        window = SampleWindow(span: rule.spec.window, limit: limit)
        reading = Reading(value: nil, rule: rule.spec)
    }

    /// When time alone may change the rule's state or value; nil when it can't.
    var deadline: Date? {
        let exits = [window.nextExit, AlertMachine.deadline(record, reading.verdict, rule: rule.spec)]
        return exits.compactMap { $0 }.min()
    }

    /// The same spec, as another commit declares it.
    mutating func continues(as rule: WatchedRule) { self.rule = rule }

    /// Takes a sample that the filter matches.
    mutating func add(_ sample: MetricSample, now: Date) {
        window.add(sample.value, at: sample.time, now: now)
    }

    /// Brings the record up to date; costs next to nothing while the window is as it was.
    mutating func evaluate(now: Date) -> AlertMachine.Transition? {
        window.move(to: now)
        if readVersion != window.version {
            let spec = rule.spec
            let value = Aggregation.value(spec.windowAggregate, of: window.values, window: spec.window)
            reading = Reading(value: value, rule: spec)
            readVersion = window.version
        }
        let step = AlertMachine.step(record, reading, rule: rule.spec, specHash: rule.specHash, now: now)
        record = step.record
        return step.transition
    }
}
