package import Foundation

extension UptimeSchedule {
    /// Whether instances run at this time.
    package func isUp(at time: Date) -> Bool { spans(around: time).contains { $0.contains(time) } }

    /// When they next start or stop; nil when they never do, since the spans of all days touch.
    package func nextChange(after time: Date) -> Date? {
        let isUp = isUp(at: time)
        let moments = spans(around: time).flatMap { [$0.lowerBound, $0.upperBound] }.filter { $0 > time }
        return moments.sorted().first { self.isUp(at: $0) != isUp }
    }

    /// When the time down that this time lies in began; nil when they run, or when that was more than a day ago.
    package func downSince(_ time: Date) -> Date? {
        guard !isUp(at: time) else { return nil }
        return spans(around: time).map(\.upperBound).filter { $0 <= time }.max()
    }

    /// The times up of the days around one; one whose `stop` is not after its `start` ends on the day after.
    ///
    /// As moments, so that an hour that the wall clock shows twice starts and stops nothing twice.
    private func spans(around time: Date) -> [Range<Date>] {
        let clock = LocalClock(timeZone)
        let today = clock.minute(at: Int(time.timeIntervalSince1970.rounded(.down))).dividedDown(by: 1_440)
        let numbers = Set(days.map(\.number))
        return (today - 1...today + 8).compactMap { number in
            guard numbers.contains(CivilDay(number: number).weekday) else { return nil }
            let length = stop.minuteOfDay - start.minuteOfDay
            let begin = number * 1_440 + start.minuteOfDay
            let end = begin + (length > 0 ? length : length + 1_440)
            let moments = [begin, end].map { Date(timeIntervalSince1970: Double(clock.firstInstant(of: $0))) }
            return moments[0] < moments[1] ? moments[0]..<moments[1] : nil
        }
    }

    /// A moment on the clock of its zone: `Mon 07:00 Europe/Berlin`.
    package func text(of moment: Date) -> String {
        let minute = LocalClock(timeZone).minute(at: Int(moment.timeIntervalSince1970.rounded(.down)))
        let day = CivilDay(number: minute.dividedDown(by: 1_440))
        let ofDay = minute - day.number * 1_440
        let name = Weekday.allCases.first { $0.number == day.weekday }?.rawValue.capitalized ?? ""
        func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(name) \(digits(ofDay / 60)):\(digits(ofDay % 60)) \(timeZone)"
    }
}
