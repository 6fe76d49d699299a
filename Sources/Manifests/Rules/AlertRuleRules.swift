import Model

/// What an alert rule can watch.
enum AlertRuleRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        checkThreshold(spec, &validator)
        guard let node = spec["metric"], let metric = node.string else { return }
        checkMetric(metric, node, spec, &validator)
        // Metrics of others have tags of their own.
        guard NearestName.nearest(to: metric, among: AlertRuleFields.metrics.map(\.name)) != nil else { return }
        for entry in spec["tags"]?.entries ?? [] {
            guard let tag = entry.key.keyText, !tag.isEmpty, !AlertRuleFields.tags.contains(tag) else { continue }
            let hint = Wording.hint(tag, among: AlertRuleFields.tags)
            validator.error("unknown tag `\(Wording.shortened(tag))` in tags\(hint)", at: entry.key)
        }
    }

    private static func checkMetric(_ metric: String, _ node: YAMLNode, _ spec: YAMLNode, _ validator: inout Validator)
    {
        guard !metric.isEmpty else { return }
        if let cloud = AlertRuleFields.clouds.first(where: metric.hasPrefix) {
            guard let found = CloudMetric(metric) else {
                validator.error(
                    "`\(Wording.shortened(metric))` is no metric of a cloud: write it as `\(cloud)SERVICE/NAME`, or "
                        + "`\(cloud)NAMESPACE:NAME` for a namespace that is no service's", at: node)
                return
            }
            guard found.provider == .aws else {
                validator.warnDeclaredOnly("metric `\(Wording.shortened(metric))`", at: node)
                return
            }
            checkCloudWatch(found, spec, &validator)
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

    /// CloudWatch makes a value of each minute at best, and takes at most 30 dimensions with a metric.
    private static func checkCloudWatch(_ metric: CloudMetric, _ spec: YAMLNode, _ validator: inout Validator) {
        let node = spec["window"]
        let window = node.map { $0.string.flatMap { TimeSpan($0) } } ?? .minutes(1)
        if let node, let window, window.milliseconds > 0, window < .minutes(1) {
            validator.error("`window` of a metric of AWS is at least `1m`: it has one value a minute at most", at: node)
        } else if metric.namespace == .service("EC2"), let window, window < .minutes(5),
            let place = node ?? spec["metric"]
        {
            validator.warn(
                "EC2 measures every five minutes unless detailed monitoring is on: a `window` below `5m` has no data "
                    + "most of the time", at: validator.place(of: place))
        }
        var dimensions = 0
        for entry in spec["tags"]?.entries ?? [] {
            guard let name = entry.key.keyText, !CloudMetricQuery.ownTags.contains(name) else { continue }
            dimensions += 1
            if dimensions == 30 {
                validator.error("CloudWatch takes at most 29 dimensions beside that of the instance", at: entry.key)
            }
            if name.hasPrefix(":") || !name.isPlain(atMost: 255) {
                validator.error(
                    "`\(Wording.shortened(name))` is no name of a dimension: up to 255 characters of ASCII, and no "
                        + "colon before them", at: entry.key)
            }
            if let value = entry.value.keyText, !value.isPlain(atMost: 1_024) {
                validator.error(
                    "`\(Wording.shortened(value))` is no value of a dimension: 1 to 1,024 characters of ASCII",
                    at: entry.value)
            }
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

extension String {
    fileprivate func isPlain(atMost limit: Int) -> Bool {
        !isEmpty && utf8.count <= limit && utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }
}
