package import Model

/// Says how a rule's value stands to its threshold.
package enum AlertWording {
    /// `p95 412 ms > 300 ms`, `run.pass_rate avg 92 % < 95 %`, or `no data`.
    ///
    /// The sign is that of the value now, whichever the rule waits for. The metric's name is left out where a unit of
    /// time says what was measured. The value is rounded, but never so far that the sign would look wrong.
    package static func text(rule: AlertRuleSpec, value: Double?) -> String {
        guard let value else { return "no data" }
        let unit = MetricName(rawValue: rule.metric)?.unit
        let quantity = Quantity(unit: unit, aggregate: rule.aggregate)
        let isTime = unit == .seconds && rule.aggregate != .count && rule.aggregate != .rate
        let sign = value < rule.threshold ? "<" : value > rule.threshold ? ">" : "="
        return (isTime ? "" : "\(rule.metric) ")
            + "\(rule.aggregate.rawValue) \(quantity.rounded(value, beside: rule.threshold)) \(sign) "
            + quantity.exact(rule.threshold)
    }
}
