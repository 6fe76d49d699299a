import Foundation
import Model

/// Writes numbers with the unit that a metric and an aggregate give them.
struct Quantity: Hashable, Sendable {
    private enum Scale {
        case plain, percent, time
    }

    private let scale: Scale
    private let suffix: String

    /// - Parameter unit: nil for a metric that Rondo does not know.
    init(unit: MetricUnit?, aggregate: AlertRuleSpec.Aggregate) {
        guard aggregate != .count else {
            (scale, suffix) = (.plain, "")
            return
        }
        let perSecond = aggregate == .rate ? "/s" : ""
        switch unit {
        case .seconds: (scale, suffix) = (.time, perSecond)
        case .share: (scale, suffix) = (.percent, perSecond)
        case .perSecond: (scale, suffix) = (.plain, "/s" + perSecond)
        case .count, nil: (scale, suffix) = (.plain, perSecond)
        }
    }

    /// A value with as many digits as it takes, to read it easily and to see on which side of a threshold it lies.
    func rounded(_ value: Double, beside threshold: Double) -> String {
        text(value) { shown in
            (shown < threshold) == (value < threshold) && (shown > threshold) == (value > threshold)
        }
    }

    /// A value with all the digits that it was written with.
    func exact(_ value: Double) -> String {
        text(value) { $0 == value }
    }

    /// The text with the fewest digits, two or more, that shows a number the caller accepts.
    private func text(_ value: Double, accepts: (Double) -> Bool) -> String {
        let (places, unit) = form(of: value)
        let number = value * pow(10, Double(places))
        guard number.isFinite, number == 0 || (1e-6..<1e15).contains(abs(number)) else {
            return "\(number)\(unit)"
        }
        let magnitude = number == 0 ? 0 : Int(log10(abs(number)).rounded(.down))
        let fewest = max(0, 1 - magnitude)
        // 17 significant digits tell any two doubles apart.
        let most = max(fewest, 16 - magnitude)
        for decimals in fewest..<most {
            let digits = String(format: "%.\(decimals + places)f", value)
            if let shown = Double(digits), accepts(shown) { return Self.shifted(digits, by: places) + unit }
        }
        return Self.shifted(String(format: "%.\(most + places)f", value), by: places) + unit
    }

    /// By how many places the point moves to the right, and the unit that follows.
    private func form(of value: Double) -> (zeros: Int, unit: String) {
        switch scale {
        case .plain: (0, suffix)
        case .percent: (2, " %\(suffix)")
        case .time: value != 0 && abs(value) < 1 ? (3, " ms\(suffix)") : (0, " s\(suffix)")
        }
    }

    /// Moves the point to the right in the digits, which a multiplication would round, and drops needless zeros.
    private static func shifted(_ digits: String, by places: Int) -> String {
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return digits }
        let sign = digits.hasPrefix("-") ? "-" : ""
        let whole = (parts[0] + parts[1].prefix(places)).drop { $0 == "0" || $0 == "-" }
        var fraction = parts[1].dropFirst(places)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return sign + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
