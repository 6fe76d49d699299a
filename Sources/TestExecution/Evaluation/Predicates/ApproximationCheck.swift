import Foundation
import Model

/// `approx`: a number or a duration that differs by no more than a tolerance or a percentage.
enum ApproximationCheck {
    static func check(
        _ subject: Subject, _ center: JSONValue, tolerance: JSONValue
    ) -> PredicateCheck.Answer {
        let found: Double?
        let wanted: Double?
        if case .duration(let duration) = subject {
            found = duration / .milliseconds(1)
            wanted = milliseconds(center)
            guard wanted != nil else { return .undecided("compared with `\(center)`, which is no duration") }
        } else {
            found = number(subject)
            wanted = center.double
            guard wanted != nil else {
                return .undecided("compared with \(center.typeNoun), where a number is needed")
            }
        }
        guard let found else { return .mismatch(subject, needed: "a number") }
        guard let wanted, let allowed = allowed(tolerance, around: wanted, subject) else {
            return .undecided("`\(tolerance)` is no tolerance")
        }
        // What is written in decimal is rarely exact in binary.
        return PredicateCheck.Answer(abs(found - wanted) <= allowed + max(abs(found), abs(wanted)) * 1e-12)
    }

    private static func allowed(_ tolerance: JSONValue, around center: Double, _ subject: Subject) -> Double? {
        if let text = tolerance.string, text.hasSuffix("%") {
            return Double(text.dropLast()).map { abs(center) * $0 / 100 }
        }
        if case .duration = subject { return milliseconds(tolerance) }
        return tolerance.double.map { abs($0) }
    }

    /// A JSON string is never taken for the number that it spells.
    private static func number(_ subject: Subject) -> Double? {
        switch subject {
        case .value(let value): value.double
        case .text(let text): text.asNumber.double
        default: nil
        }
    }

    private static func milliseconds(_ value: JSONValue) -> Double? {
        value.string.flatMap { TimeSpan($0) }.map { Double($0.milliseconds) }
    }
}
