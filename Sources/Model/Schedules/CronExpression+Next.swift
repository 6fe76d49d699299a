package import Foundation

extension CronExpression {
    /// The first time after this one, to the minute; nil when none comes within nine years.
    ///
    /// When the clock on the wall is changed, the rule is that of Vixie's cron: a job with a fixed time that is left
    /// out runs at the first minute after the gap, and one that comes twice runs the first time only; a job with `*`
    /// for its minute or hour follows the clock.
    package func next(after time: Date, in zone: ZoneName) -> Date? {
        let clock = LocalClock(zone)
        let start = Int(time.timeIntervalSince1970.rounded(.down))
        let found = followsWallClock ? nextFollowing(clock, after: start) : nextFixed(clock, after: start)
        return found.map { Date(timeIntervalSince1970: TimeInterval($0)) }
    }

    /// Whether the minute that this time lies in is one of its own.
    package func matches(_ time: Date, in zone: ZoneName) -> Bool {
        let local = LocalClock(zone).minute(at: Int(time.timeIntervalSince1970.rounded(.down)))
        return nextMinute(from: local) == local
    }

    /// Local times rise with the time they stand for, so the first that stands for a later time is the one.
    private func nextFixed(_ clock: LocalClock, after start: Int) -> Int? {
        var from = clock.minute(at: start)
        while let minute = nextMinute(from: from) {
            let instant = clock.firstInstant(of: minute)
            if instant > start { return instant }
            from = minute + 1
        }
        return nil
    }

    /// Looks between one change of the wall clock and the next.
    private func nextFollowing(_ clock: LocalClock, after start: Int) -> Int? {
        var instant = start
        var from = clock.minute(at: start) + 1
        for _ in 0..<Self.maximumChanges {
            let offset = clock.offset(at: instant)
            guard let minute = nextMinute(from: from) else { return nil }
            let candidate = minute * 60 - offset
            guard clock.offset(at: candidate) != offset else { return candidate }
            instant = clock.change(after: instant, before: candidate)
            // The first whole minute that the new time shows.
            from = (instant + clock.offset(at: instant) + 59).dividedDown(by: 60)
        }
        return nil
    }

    /// The first minute of local time, counted from 1970, that it names, from this one on.
    private func nextMinute(from start: Int) -> Int? {
        var day = CivilDay(number: start.dividedDown(by: 1_440))
        let last = day.number + Self.searchedDays
        var minuteOfDay = start - day.number * 1_440
        while day.number <= last {
            guard months.contains(day.month) else {
                day = day.firstOfNextMonth
                minuteOfDay = 0
                continue
            }
            if matches(day: day), let minute = firstMinute(from: minuteOfDay) { return day.number * 1_440 + minute }
            day = day.next
            minuteOfDay = 0
        }
        return nil
    }

    /// Within a day.
    private func firstMinute(from start: Int) -> Int? {
        guard let hour = hours.first(from: start / 60) else { return nil }
        if hour == start / 60, let minute = minutes.first(from: start % 60) { return hour * 60 + minute }
        guard let next = hour == start / 60 ? hours.first(from: hour + 1) : hour, let minute = minutes.first(from: 0)
        else { return nil }
        return next * 60 + minute
    }

    /// 29 February is at most eight years away.
    private static let searchedDays = 9 * 366
    private static let maximumChanges = 100
}
