import Foundation

/// Dates as caches write them and compare them: whole milliseconds since 1970.
enum MillisecondTime {
    /// To the nearest; what lies beyond an `Int64` is cut to its ends.
    static func count(_ date: Date) -> Int64 {
        let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
        return Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
    }

    static func date(_ count: Int64) -> Date { Date(timeIntervalSince1970: Double(count) / 1_000) }
}
