import Foundation

/// The clock on the wall of a time zone: from seconds since 1970 to its minutes and back.
struct LocalClock {
    private let zone: TimeZone

    init(_ zone: ZoneName) { self.zone = zone.timeZone }

    /// Seconds that the wall is ahead of UTC.
    func offset(at instant: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant)))
    }

    /// The minute that the wall shows, counted from 1970.
    func minute(at instant: Int) -> Int { (instant + offset(at: instant)).dividedDown(by: 60) }

    /// When the wall first shows this minute; if it never does, when it first shows a later one.
    func firstInstant(of minute: Int) -> Int {
        let local = minute * 60
        let before = offset(at: local - Self.day)
        let after = offset(at: local + Self.day)
        if before == after || offset(at: local - before) == before { return local - before }
        if offset(at: local - after) == after { return local - after }
        return change(after: local - max(before, after), before: local - min(before, after))
    }

    /// When the offset ceases to be what it is at `start`; it must be another one at `end`.
    func change(after start: Int, before end: Int) -> Int {
        let offset = offset(at: start)
        var low = start
        var high = end
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if self.offset(at: middle) == offset { low = middle } else { high = middle }
        }
        return high
    }

    /// No zone is further than this from UTC.
    private static let day = 86_400
}

extension Int {
    /// Rounded towards minus infinity.
    func dividedDown(by divisor: Int) -> Int {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
