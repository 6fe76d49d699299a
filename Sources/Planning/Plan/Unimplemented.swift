package import Model

/// Says of what an object asks for that is valid and that this version has nothing to do with.
package enum Unimplemented {
    /// One clause that says what does not happen; nil for what can be done.
    package static func reason(of spec: ObjectSpec) -> String? {
        switch spec {
        case .cloudResource(let spec):
            ProviderName.implemented.contains(spec.provider)
                ? nil
                : "provider `\(spec.provider.rawValue)` has no implementation in this version: no instance is made"
        case .alertRule(let spec):
            MetricName(rawValue: spec.metric) != nil || CloudMetricQuery(spec)?.metric.provider == .aws
                ? nil : "nothing records metric `\(spec.metric)` in this version: the rule is not evaluated"
        case .cachePolicy(let spec):
            if !spec.type.isImplemented {
                "type `\(spec.type.rawValue)` has no implementation in this version: nothing is kept"
            } else if !spec.scope.isImplemented {
                "scope `\(spec.scope.rawValue)` has no implementation in this version: nothing is kept"
            } else {
                nil
            }
        case .environment, .testSuite: nil
        }
    }
}
