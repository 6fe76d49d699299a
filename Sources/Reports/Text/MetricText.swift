import Foundation
package import Model

/// Values of metrics as people write them.
package enum MetricText {
    /// `84 ms`, `1.2 s`, `93.5 %`, `4.5/s`, `3`; the value of a metric that Rondo does not know as it is.
    package static func value(_ value: Double, of spec: AlertRuleSpec) -> String {
        text(value, in: unit(of: spec))
    }

    /// `p95 > 300 ms`
    package static func condition(_ spec: AlertRuleSpec) -> String {
        "\(spec.aggregate.rawValue) \(spec.condition.sign) \(value(spec.threshold, of: spec))"
    }

    /// `412 ms, above the threshold of 300 ms`
    package static func comparison(_ value: Double, with spec: AlertRuleSpec) -> String {
        let holds =
            switch spec.condition {
            case .gt: value > spec.threshold
            case .lt: value < spec.threshold
            case .eq: value == spec.threshold
            }
        let not = holds ? "" : "not "
        return "\(self.value(value, of: spec)), \(not)\(spec.condition.words) the threshold of "
            + self.value(spec.threshold, of: spec)
    }

    /// What counts samples has no unit; the others have the metric's.
    private static func unit(of spec: AlertRuleSpec) -> MetricUnit? {
        switch spec.aggregate {
        case .count: .count
        case .rate: .perSecond
        case .avg, .min, .max, .sum, .p50, .p90, .p95, .p99: MetricName(rawValue: spec.metric)?.unit
        }
    }

    private static func text(_ value: Double, in unit: MetricUnit?) -> String {
        switch unit {
        case .seconds where abs(value) < 1: "\(number(value * 1_000, digits: abs(value) < 0.01 ? 1 : 0)) ms"
        case .seconds: "\(number(value, digits: 1)) s"
        case .share: "\(number(value * 100, digits: 1)) %"
        case .perSecond: "\(number(value, digits: 1))/s"
        case .count, nil: number(value, digits: 2)
        }
    }

    private static func number(_ value: Double, digits: Int) -> String {
        value.formatted(
            .number.precision(.fractionLength(0...digits)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
    }
}

extension AlertRuleSpec.Comparison {
    fileprivate var sign: String {
        switch self {
        case .gt: ">"
        case .lt: "<"
        case .eq: "="
        }
    }

    var words: String {
        switch self {
        case .gt: "above"
        case .lt: "below"
        case .eq: "equal to"
        }
    }
}
