/// A metric that a cloud keeps, as rules name it.
package struct CloudMetric: Hashable, Sendable {
    package enum Namespace: Hashable, Sendable {
        /// One of the cloud's own services: `EC2`.
        case service(String)
        /// Whatever somebody called it: `CWAgent`.
        case named(String)
    }

    package let provider: ProviderName
    package let namespace: Namespace
    package let name: String

    package init(provider: ProviderName, namespace: Namespace, name: String) {
        self.provider = provider
        self.namespace = namespace
        self.name = name
    }

    /// nil for what is no metric of a cloud.
    ///
    /// `aws/EC2/CPUUtilization` is of a service, and the last slash ends the service's name; a colon ends any other
    /// namespace: `aws/CWAgent:mem_used_percent`, `aws/My/App:Orders`.
    package init?(_ text: String) {
        let start = text.prefix { $0 != "/" }
        guard start != text, let provider = ProviderName(rawValue: String(start)), provider != .local else {
            return nil
        }
        let rest = text.dropFirst(start.count + 1)
        let isNamed = rest.contains(":")
        guard let end = isNamed ? rest.firstIndex(of: ":") : rest.lastIndex(of: "/") else { return nil }
        let namespace = String(rest[..<end])
        name = String(rest[rest.index(after: end)...])
        guard !name.isEmpty,
            !namespace.split(separator: "/", omittingEmptySubsequences: false).contains(where: \.isEmpty)
        else { return nil }
        self.provider = provider
        self.namespace = isNamed ? .named(namespace) : .service(namespace)
    }
}

/// What a cloud makes of the values of each period of a metric.
package enum MetricStatistic: String, Hashable, Sendable, CaseIterable {
    case average, minimum, maximum, sum, count, p50, p90, p95, p99

    /// The one from whose values the aggregate of a whole window is made.
    package init(for aggregate: AlertRuleSpec.Aggregate) {
        self =
            switch aggregate {
            case .avg: .average
            case .min: .minimum
            case .max: .maximum
            case .sum, .rate: .sum
            case .count: .count
            case .p50: .p50
            case .p90: .p90
            case .p95: .p95
            case .p99: .p99
            }
    }
}
