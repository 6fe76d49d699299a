import Foundation

/// How sizes are written for people: `0B`, `48Ki`, `1.2Mi`, with the units of manifests.
enum Sizes {
    private static let units = ["B", "Ki", "Mi", "Gi", "Ti"]

    static func text(_ bytes: Int64) -> String {
        var value = Double(max(0, bytes))
        var unit = 0
        while value >= 1_024, unit < units.count - 1 {
            value /= 1_024
            unit += 1
        }
        let digits = unit == 0 || value >= 10 ? 0 : 1
        let number = value.formatted(
            .number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
        return "\(number)\(units[unit])"
    }
}
