/// A condition on a metric that people want to hear of. Field table: AlertRule.
package struct AlertRuleSpec: Hashable, Sendable, Codable {
    package enum Aggregate: String, Hashable, Sendable, Codable, CaseIterable {
        case avg, min, max, sum, count, rate, p50, p90, p95, p99
    }

    package enum Comparison: String, Hashable, Sendable, Codable, CaseIterable {
        case gt, lt, eq
    }

    package enum AlertSeverity: String, Hashable, Sendable, Codable, CaseIterable {
        case info, warning, critical
    }

    package enum NoData: String, Hashable, Sendable, Codable, CaseIterable {
        case ok, alert, keep
    }

    package let metric: String
    package let tags: [String: String]
    package let aggregate: Aggregate
    package let window: TimeSpan
    package let condition: Comparison
    package let threshold: Double
    /// How long the condition must hold before the rule fires.
    package let duration: TimeSpan
    package let severity: AlertSeverity
    package let noData: NoData
    package let keepFiringFor: TimeSpan?
    package let notify: [String]
    package let environment: String?
}
