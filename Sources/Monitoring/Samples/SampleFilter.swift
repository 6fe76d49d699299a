import Model

/// Which samples a rule sees: those of its metric that have all its tags, in its own namespace alone.
struct SampleFilter: Hashable, Sendable {
    let metric: String
    /// What a sample must be tagged with.
    let tags: [String: String]
    /// False for a rule that asks for a namespace or an environment beside its own; it sees nothing.
    let isSatisfiable: Bool

    init(_ rule: WatchedRule) {
        metric = rule.spec.metric
        var own = ["namespace": rule.identity.namespace]
        own["environment"] = rule.spec.environment
        isSatisfiable = own.allSatisfy { key, value in (rule.spec.tags[key] ?? value) == value }
        let marks = CloudMetricQuery(rule.spec)?.marks ?? [:]
        tags = rule.spec.tags.merging(marks) { $1 }.merging(own) { $1 }
    }

    func matches(_ sample: MetricSample) -> Bool {
        isSatisfiable && sample.metric == metric && tags.allSatisfy { sample.tags[$0] == $1 }
    }
}
