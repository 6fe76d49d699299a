import Model

/// An alert rule in words.
enum AlertText {
    /// `p95 of request.duration over 1m, where environment=dev`
    static func samples(of spec: AlertRuleSpec) -> String {
        var tags = spec.tags
        if let environment = spec.environment { tags["environment"] = environment }
        let named = tags.sorted { $0.key < $1.key }.map { TerminalText.safe("\($0.key)=\($0.value)", limit: 100) }
        let filter = named.isEmpty ? "" : ", where \(named.joined(separator: ", "))"
        return
            "\(spec.aggregate.rawValue) of \(TerminalText.safe(spec.metric, limit: 200)) over \(spec.window)\(filter)"
    }

    /// `above 300 ms for 30s`
    static func condition(of spec: AlertRuleSpec) -> String {
        let span = spec.duration.milliseconds > 0 ? " for \(spec.duration)" : ""
        let keeps = spec.keepFiringFor.map { ", and \($0) longer" } ?? ""
        return "\(spec.condition.words) \(MetricText.value(spec.threshold, of: spec))\(span)\(keeps)"
    }

    /// `412 ms, above the threshold of 300 ms`
    static func value(_ value: Double?, of spec: AlertRuleSpec) -> String {
        value.map { MetricText.comparison($0, with: spec) } ?? "no sample in the last \(spec.window)"
    }

    static func withoutData(_ spec: AlertRuleSpec) -> String {
        switch spec.noData {
        case .ok: "counts as not fulfilled"
        case .alert: "counts as fulfilled"
        case .keep: "stays as it was"
        }
    }
}
