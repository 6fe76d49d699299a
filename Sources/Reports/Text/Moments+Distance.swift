import Foundation

extension Moments {
    /// With how far it is away: `2026-11-29T08:00:00Z, in 3h`, `2026-11-28T08:00:00Z, 5m ago`.
    static func text(_ moment: Date, at now: Date) -> String {
        let seconds = moment.timeIntervalSince(now)
        let distance = seconds > 0 ? "in \(Spans.age(seconds))" : "\(Spans.age(-seconds)) ago"
        return "\(exact(moment)), \(distance)"
    }
}
