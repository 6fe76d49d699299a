import Foundation
import Model

/// When a suite is due by the clock, in words.
enum DueText {
    /// `schedule 02:00 Europe/Berlin, at 2026-11-29T01:00:00Z in dev`
    static func words(_ due: DueStatus) -> String {
        let environment = TerminalText.safe(due.environment, limit: 100)
        return "\(due.reason), at \(due.time.formatted(.iso8601)) in \(environment)"
    }
}
