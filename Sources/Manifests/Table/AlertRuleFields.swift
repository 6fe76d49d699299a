import Model

enum AlertRuleFields {
    static let spec = Schema(
        "A condition on a metric that people want to hear of.",
        fields: [
            Field(
                "metric", .either(scalar: .string(TextRule(.title)), structured: .object(foreignMetric)), .required,
                "A metric of Rondo's own, one of a cloud as `aws/…`, or what a Prometheus answers."),
            Field(
                "tags", .map(keys: .any, values: .string(TextRule(takesScalars: true))), .defaulted(.object([:])),
                "Tags that samples must have: namespace, environment, suite, test, provider, worker, service; of a metric "
                    + "of a cloud: resource, instance, region, and what else it has dimensions of."),
            Field(
                "aggregate", .cases(of: AlertRuleSpec.Aggregate.self), .defaulted(.string("avg")),
                "What is made of the samples of a window."),
            Field("window", .duration(positive: true), .defaulted(.string("1m")), "How far back samples count."),
            Field("condition", .cases(of: AlertRuleSpec.Comparison.self), .required, "How the value is compared."),
            Field("threshold", .number, .required, "With what it is compared."),
            Field(
                "duration", .duration(positive: false), .defaulted(.string("0s")),
                "How long the condition must hold before the rule fires."),
            Field(
                "severity", .cases(of: AlertRuleSpec.AlertSeverity.self), .defaulted(.string("warning")),
                "How bad it is."),
            Field(
                "noData", .cases(of: AlertRuleSpec.NoData.self), .defaulted(.string("ok")),
                "What a window without samples means."),
            Field(
                "keepFiringFor", .duration(positive: false), .optional,
                "How long it goes on firing once the condition is gone."),
            Field(
                "notify", .list(.string(TextRule(.title)), minimum: 0), .defaulted(.array([])), "Channels to tell.",
                .declaredOnly),
            Field("environment", .objectName(.environment), .optional, "Only samples of this Environment."),
        ])

    private static let foreignMetric = Schema(
        "A metric that is kept elsewhere.",
        fields: [
            Field("prometheus", .object(prometheus), .required, "What a Prometheus is asked for.", .declaredOnly)
        ])

    private static let prometheus = Schema(
        "A query of a Prometheus.",
        fields: [
            Field("url", .url(schemes: ["http", "https"], references: .refused), .required, "Where it answers."),
            Field("query", .string(TextRule(.nonEmpty)), .required, "In PromQL."),
        ])

    /// The metrics of Rondo's own by name; those that nothing records yet are declared only.
    static let metrics =
        MetricName.allCases.map { EnumerationValue($0.rawValue) }
        + unrecorded.filter { MetricName(rawValue: $0) == nil }.map { EnumerationValue($0, .declaredOnly) }

    /// What the names of cloud metrics begin with.
    static let clouds = ["aws/", "gcp/", "azure/"]

    /// What samples can be told apart by.
    static let tags = ["namespace", "environment", "suite", "test", "provider", "worker", "service"]

    private static let unrecorded = [
        "coverage.line", "worker.cpu", "worker.memory", "worker.disk_read", "worker.disk_write", "worker.network_in",
        "worker.network_out", "queue.depth", "queue.wait", "convergence.duration", "provider.calls",
        "provider.budget_left",
    ]
}
