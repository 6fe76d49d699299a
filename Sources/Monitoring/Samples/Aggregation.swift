import Model

/// What is made of the values of a window.
enum Aggregation {
    /// One number for many; nil when there is none, and never infinite.
    ///
    /// - `rate` is the sum of the values divided by the window's seconds.
    /// - A percentile is by nearest rank: the smallest value that is not below p % of all, so always one that was seen.
    ///
    /// - Parameter values: in any order; NaN and infinite ones are dropped.
    static func value(_ aggregate: AlertRuleSpec.Aggregate, of values: [Double], window: TimeSpan) -> Double? {
        let finite = values.contains { !$0.isFinite } ? values.filter(\.isFinite) : values
        guard !finite.isEmpty else { return nil }
        switch aggregate {
        case .avg: return mean(finite)
        case .min: return finite.min()
        case .max: return finite.max()
        case .sum: return bounded(sum(finite))
        case .count: return Double(finite.count)
        case .rate: return window.milliseconds > 0 ? bounded(sum(finite) / window.seconds) : nil
        case .p50: return percentile(50, of: finite)
        case .p90: return percentile(90, of: finite)
        case .p95: return percentile(95, of: finite)
        case .p99: return percentile(99, of: finite)
        }
    }

    private static func percentile(_ percent: Int, of values: [Double]) -> Double {
        // The nearest rank is ⌈p·n/100⌉, counted from 1.
        Selection.value(atRank: (percent * values.count + 99) / 100 - 1, of: values)
    }

    private static func mean(_ values: [Double]) -> Double {
        let count = Double(values.count)
        let total = sum(values)
        return total.isFinite ? total / count : bounded(sum(values.map { $0 / count }))
    }

    /// The sum with Neumaier's compensation, so that ten times 0.1 is 1 and `eq` can be meant exactly.
    private static func sum(_ values: [Double]) -> Double {
        var total = 0.0
        var lost = 0.0
        for value in values {
            let next = total + value
            lost += abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
            total = next
        }
        return total.isFinite ? total + lost : total
    }

    private static func bounded(_ value: Double) -> Double {
        min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    }
}
