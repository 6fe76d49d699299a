/// What a rule on a metric of a cloud asks for: which statistic, of what, how finely.
package struct CloudMetricQuery: Hashable, Sendable {
    /// Tags that choose among what Rondo knows; every other tag is a dimension of the metric.
    package static let ownTags: Set = ["namespace", "environment", "provider", "region", "resource", "instance"]
    /// Samples of two statistics or periods of a metric are not mixed. No dimension begins with a colon.
    private static let statisticTag = ":statistic"
    private static let periodTag = ":period"
    /// "GetMetricData" in the CloudWatch API Reference: values older than 15 days are kept for periods of five minutes, and
    /// those older than 63 days for hours.
    private static let grains: [(age: TimeSpan, seconds: Int64)] = [
        (.minutes(63 * 24 * 60), 3_600), (.minutes(15 * 24 * 60), 300), (.minutes(0), 60),
    ]
    /// More values than this of one window say nothing more.
    private static let pointsOfAWindow: Int64 = 1_440

    package let metric: CloudMetric
    package let statistic: MetricStatistic
    /// Whole minutes.
    package let period: TimeSpan
    /// As the rule gives them.
    package let dimensions: [String: String]
    /// Whether each instance is asked for, and not only what the dimensions say.
    package let isOfInstances: Bool

    /// nil for a rule on another metric.
    package init?(_ rule: AlertRuleSpec) {
        guard rule.prometheus == nil, let metric = CloudMetric(rule.metric) else { return nil }
        self.metric = metric
        statistic = MetricStatistic(for: rule.aggregate)
        period = Self.period(of: rule.window)
        dimensions = rule.tags.filter { !Self.ownTags.contains($0.key) }
        isOfInstances = dimensions.isEmpty || rule.tags["resource"] != nil || rule.tags["instance"] != nil
    }

    /// What its samples are tagged with beside what they are measured of.
    package var marks: [String: String] {
        dimensions.merging([Self.statisticTag: statistic.rawValue, Self.periodTag: period.description]) { $1 }
    }

    private static func period(of window: TimeSpan) -> TimeSpan {
        let grain = (grains.first { window > $0.age }?.seconds ?? 60) * 1_000
        let finest = (window.milliseconds + pointsOfAWindow - 1) / pointsOfAWindow
        return .milliseconds(max(1, (finest + grain - 1) / grain) * grain)
    }
}

extension AlertRuleSpec {
    /// What is made of the samples of a window: each sample of a cloud's `count` counts many values.
    package var windowAggregate: Aggregate {
        aggregate == .count && CloudMetricQuery(self) != nil ? .sum : aggregate
    }
}
