/// A condition on a metric that people want to hear of. Field table: AlertRule.
package struct AlertRuleSpec: Hashable, Sendable {
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

    /// A name of a metric; that of what a Prometheus answers is `prometheus`.
    package let metric: String
    /// nil for a metric with a name of its own.
    package let prometheus: PrometheusQuery?
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
        notify: [String] = [], environment: String? = nil, prometheus: PrometheusQuery? = nil
    ) {
        self.metric = prometheus == nil ? metric : PrometheusQuery.name
        self.prometheus = prometheus
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

/// What a Prometheus is asked for.
package struct PrometheusQuery: Hashable, Sendable, Codable {
    package static let name = "prometheus"

    package let url: String
    /// PromQL.
    package let query: String

    package init(url: String, query: String) {
        self.url = url
        self.query = query
    }
}

extension AlertRuleSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case metric, tags, aggregate, window, condition, threshold, duration, severity, noData, keepFiringFor, notify
        case environment
    }

    private struct MetricForm: Codable {
        let prometheus: PrometheusQuery
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let name = try? container.decode(String.self, forKey: .metric)
        self.init(
            metric: name ?? "", tags: try container.decode([String: String].self, forKey: .tags),
            aggregate: try container.decode(Aggregate.self, forKey: .aggregate),
            window: try container.decode(TimeSpan.self, forKey: .window),
            condition: try container.decode(Comparison.self, forKey: .condition),
            threshold: try container.decode(Double.self, forKey: .threshold),
            duration: try container.decode(TimeSpan.self, forKey: .duration),
            severity: try container.decode(AlertSeverity.self, forKey: .severity),
            noData: try container.decode(NoData.self, forKey: .noData),
            keepFiringFor: try container.decodeIfPresent(TimeSpan.self, forKey: .keepFiringFor),
            notify: try container.decode([String].self, forKey: .notify),
            environment: try container.decodeIfPresent(String.self, forKey: .environment),
            prometheus: name == nil ? try container.decode(MetricForm.self, forKey: .metric).prometheus : nil)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let prometheus {
            try container.encode(MetricForm(prometheus: prometheus), forKey: .metric)
        } else {
            try container.encode(metric, forKey: .metric)
        }
        try container.encode(tags, forKey: .tags)
        try container.encode(aggregate, forKey: .aggregate)
        try container.encode(window, forKey: .window)
        try container.encode(condition, forKey: .condition)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(duration, forKey: .duration)
        try container.encode(severity, forKey: .severity)
        try container.encode(noData, forKey: .noData)
        try container.encodeIfPresent(keepFiringFor, forKey: .keepFiringFor)
        try container.encode(notify, forKey: .notify)
        try container.encodeIfPresent(environment, forKey: .environment)
    }
}
