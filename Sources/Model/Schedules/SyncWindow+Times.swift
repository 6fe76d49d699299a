package import Foundation

extension SyncWindow {
    /// Whether it lasts at this time: it began less than its duration ago.
    package func contains(_ time: Date) -> Bool { beginning(of: time) != nil }

    /// Whether changes are carried out in it.
    package var isAllowance: Bool { allow == true }

    /// When it next begins or ends; nil when it never begins again.
    package func nextChange(after time: Date) -> Date? {
        if let begin = beginning(of: time) { return begin.addingTimeInterval(duration.seconds) }
        return cron.next(after: time, in: timeZone)
    }

    /// The latest beginning whose window contains the time.
    private func beginning(of time: Date) -> Date? {
        var found: Date?
        var earliest = time.addingTimeInterval(-duration.seconds)
        // Windows of one line may overlap; the last of them ends last.
        for _ in 0..<Self.overlaps {
            guard let begin = cron.next(after: earliest, in: timeZone), begin <= time else { break }
            found = begin
            earliest = begin
        }
        return found
    }

    private static let overlaps = 64
}

/// The sync windows of one environment together: in a `deny` nothing changes; where there is an `allow`, only in one.
package struct SyncWindows: Hashable, Sendable {
    package let windows: [SyncWindow]

    package init(_ windows: [SyncWindow]) { self.windows = windows }

    package func isOpen(at time: Date) -> Bool {
        let allowances = windows.filter(\.isAllowance)
        guard !windows.contains(where: { !$0.isAllowance && $0.contains(time) }) else { return false }
        return allowances.isEmpty || allowances.contains { $0.contains(time) }
    }

    /// When it opens after a time at which it is closed; nil when it does not within the times that are tried.
    package func nextOpening(after time: Date) -> Date? {
        var moment = time
        for _ in 0..<Self.tries {
            guard let next = windows.compactMap({ $0.nextChange(after: moment) }).min() else { return nil }
            if isOpen(at: next) { return next }
            moment = next
        }
        return nil
    }

    private static let tries = 1_000
}
