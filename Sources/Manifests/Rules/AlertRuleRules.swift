import Model

/// What an alert rule can watch.
enum AlertRuleRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        checkThreshold(spec, &validator)
        guard let node = spec["metric"], let metric = node.string else { return }
        checkMetric(metric, node, &validator)
        // Metrics of others have tags of their own.
        guard NearestName.nearest(to: metric, among: AlertRuleFields.metrics.map(\.name)) != nil else { return }
        for entry in spec["tags"]?.entries ?? [] {
            guard let tag = entry.key.keyText, !tag.isEmpty, !AlertRuleFields.tags.contains(tag) else { continue }
            let hint = Wording.hint(tag, among: AlertRuleFields.tags)
            validator.error("unknown tag `\(Wording.shortened(tag))` in tags\(hint)", at: entry.key)
        }
    }

    private static func checkMetric(_ metric: String, _ node: YAMLNode, _ validator: inout Validator) {
        guard !metric.isEmpty else { return }
        if let cloud = AlertRuleFields.clouds.first(where: metric.hasPrefix) {
            if metric.split(separator: "/", omittingEmptySubsequences: false).contains(where: \.isEmpty) {
                validator.error(
                    "`\(Wording.shortened(metric))` is no metric of a cloud: write it as `\(cloud)SERVICE/NAME`",
                    at: node)
            } else {
                validator.warnDeclaredOnly("metric `\(Wording.shortened(metric))`", at: node)
            }
            return
        }
        if let known = AlertRuleFields.metrics.first(where: { $0.name == metric }) {
            if known.support == .declaredOnly { validator.warnDeclaredOnly("metric `\(metric)`", at: node) }
            return
        }
        let names = AlertRuleFields.metrics.map(\.name)
        if let nearest = NearestName.nearest(to: metric, among: names) {
            validator.error(
                "`metric` can't be `\(Wording.shortened(metric))`: did you mean `\(nearest)`?", at: node)
        } else {
            // Not one of Rondo's own: users will push metrics under names of their own.
            validator.warnDeclaredOnly("metric `\(Wording.shortened(metric))`, which is none of Rondo's own,", at: node)
        }
    }

    /// Shares are 0 to 1: a threshold beyond could never be crossed, or always is.
    private static func checkThreshold(_ spec: YAMLNode, _ validator: inout Validator) {
        guard let metric = spec["metric"]?.string.flatMap(MetricName.init), metric.unit == .share,
            let node = spec["threshold"], let number = node.keyText.flatMap(Double.init), !(0...1).contains(number),
            aggregateKeepsUnit(spec["aggregate"])
        else { return }
        validator.error(
            "`threshold` of `\(metric.rawValue)` is a share from 0 to 1, but `\(Wording.shortened(node.keyText ?? ""))` is "
                + "beyond: write `0.8` for 80 %", at: node)
    }

    private static func aggregateKeepsUnit(_ node: YAMLNode?) -> Bool {
        guard let node else { return true }
        return switch node.string.flatMap(AlertRuleSpec.Aggregate.init) {
        case .avg, .min, .max, .p50, .p90, .p95, .p99: true
        case .sum, .count, .rate, nil: false
        }
    }
}
