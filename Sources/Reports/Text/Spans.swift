package import Foundation
package import Model

/// How lengths of time are written for people.
package enum Spans {
    /// The age of something: `14 s`, `5m`, `7h`, `9d`; never negative.
    package static func age(_ seconds: Double) -> String {
        let whole = seconds.isFinite ? Int(min(max(seconds, 0), 1e12)) : 0
        switch whole {
        case ..<120: return "\(whole) s"
        case ..<7_200: return "\(whole / 60)m"
        case ..<172_800: return "\(whole / 3_600)h"
        default: return "\(whole / 86_400)d"
        }
    }

    /// The age of a moment; `–` when it is not known.
    package static func age(of time: Date?, at now: Date) -> String {
        time.map { age(now.timeIntervalSince($0)) } ?? "–"
    }

    /// How long something took: `41 ms`, `9.2 s`, `3m 5s`, `2h 10m`.
    package static func took(_ span: TimeSpan) -> String {
        let milliseconds = span.milliseconds
        switch milliseconds {
        case ..<1_000: return "\(milliseconds) ms"
        case ..<60_000: return "\(milliseconds / 1_000).\(milliseconds % 1_000 / 100) s"
        case ..<3_600_000: return "\(milliseconds / 60_000)m \(milliseconds % 60_000 / 1_000)s"
        default: return "\(milliseconds / 3_600_000)h \(milliseconds % 3_600_000 / 60_000)m"
        }
    }
}
