import Model

/// What a rule's window says at one moment.
struct Reading: Hashable, Sendable {
    enum Verdict: Hashable, Sendable, CaseIterable {
        case holds
        case doesNotHold
        /// There is no data, and the rule asks to leave everything as it is until there is.
        case unknown
    }

    /// nil when the window holds no sample.
    let value: Double?
    /// Whether the rule's condition holds.
    let verdict: Verdict

    /// - Parameter value: of the rule's window; `eq` compares it exactly.
    init(value: Double?, rule: AlertRuleSpec) {
        self.value = value
        guard let value else {
            switch rule.noData {
            case .ok: verdict = .doesNotHold
            case .alert: verdict = .holds
            case .keep: verdict = .unknown
            }
            return
        }
        let holds =
            switch rule.condition {
            case .gt: value > rule.threshold
            case .lt: value < rule.threshold
            case .eq: value == rule.threshold
            }
        verdict = holds ? .holds : .doesNotHold
    }
}
