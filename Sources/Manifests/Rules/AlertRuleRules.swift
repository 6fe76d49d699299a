import Model

/// What an alert rule can watch.
enum AlertRuleRules {
    static func check(_ spec: YAMLNode, _ validator: inout Validator) {
        if let node = spec["metric"], let metric = node.string { checkMetric(metric, node, &validator) }
        for entry in spec["tags"]?.entries ?? [] {
            guard let tag = entry.key.keyText, !tag.isEmpty, !AlertRuleFields.tags.contains(tag) else { continue }
            let hint = Wording.hint(tag, among: AlertRuleFields.tags)
            validator.error("unknown tag `\(Wording.shortened(tag))` in tags\(hint)", at: entry.key)
        }
    }

    private static func checkMetric(_ metric: String, _ node: YAMLNode, _ validator: inout Validator) {
        if let cloud = AlertRuleFields.clouds.first(where: metric.hasPrefix) {
            validator.error(
                "metric `\(Wording.shortened(metric))` is not available in this version: nothing reads `\(cloud)…` yet",
                at: node)
        } else if !metric.isEmpty {
            validator.within(.key("metric")) { _ = $0.walk(node, AlertRuleFields.metric) }
        }
    }
}
