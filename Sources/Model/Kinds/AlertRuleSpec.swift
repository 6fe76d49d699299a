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

    package init(
        metric: String, tags: [String: String] = [:], aggregate: Aggregate = .avg, window: TimeSpan = .minutes(1),
        condition: Comparison = .gt, threshold: Double, duration: TimeSpan = .seconds(0),
        severity: AlertSeverity = .warning, noData: NoData = .ok, keepFiringFor: TimeSpan? = nil,
        notify: [String] = [], environment: String? = nil
    ) {
        self.metric = metric
        self.tags = tags
        self.aggregate = aggregate
        self.window = window
        self.condition = condition
        self.threshold = threshold
        self.duration = duration
        self.severity = severity
        self.noData = noData
        self.keepFiringFor = keepFiringFor
        self.notify = notify
        self.environment = environment
    }
}
