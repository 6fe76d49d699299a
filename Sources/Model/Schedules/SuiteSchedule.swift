package import Foundation

/// When a suite runs by the clock. Field table: TestSuite, `schedule`.
package struct SuiteSchedule: Hashable, Sendable {
    /// What to do about slots that came while nothing could start a run.
    package enum Missed: String, Hashable, Sendable, Codable, CaseIterable {
        /// Leave them out.
        case skip
        /// One run makes up for all of them.
        case runOnce
    }

    /// How often, as the manifest says it.
    package enum Timing: Hashable, Sendable {
        case hourly
        case daily(TimeOfDay)
        case weekly(Weekday, TimeOfDay)
        case cron(CronExpression)
    }

    package let timing: Timing
    package let timeZone: ZoneName
    /// Every slot comes later by a part of this that depends on the suite alone, so that suites spread out.
    package let jitter: TimeSpan?
    package let missed: Missed
    private let expression: CronExpression

    package init(_ timing: Timing, timeZone: ZoneName = .utc, jitter: TimeSpan? = nil, missed: Missed = .runOnce) {
        self.timing = timing
        self.timeZone = timeZone
        self.jitter = jitter
        self.missed = missed
        expression = timing.expression
    }

    /// The first slot of a suite after this time; nil when none comes within nine years.
    package func next(after time: Date, for suite: ObjectIdentity) -> Date? {
        let delay = delay(of: suite)
        return expression.next(after: time.addingTimeInterval(-delay), in: timeZone)?.addingTimeInterval(delay)
    }

    /// Whole seconds, the same for the same suite everywhere and for ever (FNV-1a of its identity).
    private func delay(of suite: ObjectIdentity) -> TimeInterval {
        let bound = UInt64(max(jitter?.milliseconds ?? 0, 0) / 1_000)
        guard bound > 0 else { return 0 }
        let hash = suite.description.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0100_0000_01B3
        }
        return TimeInterval(hash % bound)
    }
}

extension SuiteSchedule.Timing {
    fileprivate var expression: CronExpression {
        switch self {
        case .hourly: CronExpression.hourly
        case .daily(let time): CronExpression(at: time, on: nil)
        case .weekly(let day, let time): CronExpression(at: time, on: day)
        case .cron(let expression): expression
        }
    }
}

extension SuiteSchedule: CustomStringConvertible {
    /// `daily 02:00 Europe/Berlin`
    package var description: String {
        switch timing {
        case .hourly: "hourly \(timeZone)"
        case .daily(let time): "daily \(time) \(timeZone)"
        case .weekly(let day, let time): "weekly \(day.rawValue) \(time) \(timeZone)"
        case .cron(let expression): "cron \(expression) \(timeZone)"
        }
    }

    /// A slot as people name it on this day: `02:00 Europe/Berlin`, with the date when it is not near.
    package func text(of slot: Date, seenAt now: Date) -> String {
        let minute = LocalClock(timeZone).minute(at: Int(slot.timeIntervalSince1970.rounded(.down)))
        let ofDay = minute - minute.dividedDown(by: 1_440) * 1_440
        let time = "\(Self.digits(ofDay / 60)):\(Self.digits(ofDay % 60)) \(timeZone)"
        guard abs(slot.timeIntervalSince(now)) >= 86_400 else { return time }
        let day = CivilDay(number: minute.dividedDown(by: 1_440))
        return "\(day.year)-\(Self.digits(day.month))-\(Self.digits(day.day)) \(time)"
    }

    private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension SuiteSchedule: Codable {
    private enum Frequency: String, Codable {
        case hourly, daily, weekly
    }

    private enum CodingKeys: String, CodingKey {
        case frequency, time, day, cron, timeZone, jitter, missed
    }

    /// A daily slot is at midnight where no time is given, a weekly one on Sunday, as `@daily` and `@weekly` have it.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let time = try container.decodeIfPresent(TimeOfDay.self, forKey: .time) ?? .midnight
        let timing: Timing =
            if let cron = try container.decodeIfPresent(CronExpression.self, forKey: .cron) {
                .cron(cron)
            } else {
                switch try container.decode(Frequency.self, forKey: .frequency) {
                case .hourly: .hourly
                case .daily: .daily(time)
                case .weekly: .weekly(try container.decodeIfPresent(Weekday.self, forKey: .day) ?? .sun, time)
                }
            }
        self.init(
            timing, timeZone: try container.decodeIfPresent(ZoneName.self, forKey: .timeZone) ?? .utc,
            jitter: try container.decodeIfPresent(TimeSpan.self, forKey: .jitter),
            missed: try container.decodeIfPresent(Missed.self, forKey: .missed) ?? .runOnce)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch timing {
        case .hourly: try container.encode(Frequency.hourly, forKey: .frequency)
        case .daily(let time):
            try container.encode(Frequency.daily, forKey: .frequency)
            try container.encode(time, forKey: .time)
        case .weekly(let day, let time):
            try container.encode(Frequency.weekly, forKey: .frequency)
            try container.encode(day, forKey: .day)
            try container.encode(time, forKey: .time)
        case .cron(let expression): try container.encode(expression, forKey: .cron)
        }
        try container.encode(timeZone, forKey: .timeZone)
        try container.encodeIfPresent(jitter, forKey: .jitter)
        try container.encode(missed, forKey: .missed)
    }
}
