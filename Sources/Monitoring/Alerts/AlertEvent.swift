import Foundation
import Model

/// What people are told when a rule changes its state.
enum AlertEvent {
    /// nil for a rule that is inactive again without having fired.
    static func event(_ transition: AlertMachine.Transition, of watch: RuleWatch, now: Date) -> Event? {
        let spec = watch.rule.spec
        let text = AlertWording.text(rule: spec, value: watch.record.value)
        let severity: Event.Severity
        let reason: ConditionReason
        let message: String
        switch transition.to {
        case .inactive: return nil
        case .pending:
            (severity, reason) = (.normal, .alertPending)
            message = "pending: \(text); fires when it has been so for \(spec.duration)"
        case .firing:
            (severity, reason) = (.warning, .alertFiring)
            let lasting = spec.duration.milliseconds > 0 ? " for \(spec.duration)" : ""
            message = "firing (\(spec.severity.rawValue)): \(text)\(lasting)"
        case .resolved:
            (severity, reason) = (.normal, .alertResolved)
            message = "resolved: \(text)"
        }
        return Event(
            time: now, object: watch.rule.identity, severity: severity, reason: reason, message: message,
            revision: watch.rule.revision)
    }
}
