import Foundation
import Model

extension AlertRecord {
    /// Seconds for which a condition is gone before that is written: one that comes and goes shall not cost a write each.
    private static let patience: TimeInterval = 5

    /// The record as the store keeps it, the same as long as nothing happens that must outlive a restart.
    ///
    /// The value is memory. So is `lastHeld` while the condition holds, which is why a rule that is stored as firing
    /// without it counts as one whose condition held until now.
    func durable(rule: AlertRuleSpec, now: Date) -> AlertRecord {
        var durable = withoutValue
        switch state {
        case .inactive, .resolved: break
        case .pending: durable.lastHeld = nil
        case .firing:
            let isGone = lastHeld.map { now.timeIntervalSince($0) >= Self.patience } ?? false
            if rule.keepFiringFor == nil || !isGone { durable.lastHeld = nil }
        }
        return durable
    }

    var withoutValue: AlertRecord {
        var record = self
        record.value = nil
        return record
    }
}
