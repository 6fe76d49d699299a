/// When something happens again and again, as `cron` writes it: minute, hour, day of month, month, day of week.
///
/// Lists, ranges, steps (`5/10` is `5-59/10`), names of months and days in any case, `?` for a free day, and `@daily`
/// and its like. When both days are bounded one of them is enough; a day is bounded unless it is `*` or `?`. Written
/// by hand, since nothing in Foundation or the packages in use reads it.
package struct CronExpression: Hashable, Sendable {
    /// As it was written, without space around it.
    package let text: String
    let minutes: CronValues
    let hours: CronValues
    let daysOfMonth: CronValues
    let months: CronValues
    let daysOfWeek: CronValues

    package init(_ text: String) throws(CronError) {
        self.text = text.trimmingWhitespace
        let fields = try Self.fields(of: self.text)
        minutes = try CronField.minute.values(of: fields[0])
        hours = try CronField.hour.values(of: fields[1])
        daysOfMonth = try CronField.dayOfMonth.values(of: fields[2])
        months = try CronField.month.values(of: fields[3])
        daysOfWeek = try CronField.dayOfWeek.values(of: fields[4])
        guard isPossible else { throw CronError.never }
    }

    /// Once a day, or with a day of the week once a week.
    init(at time: TimeOfDay, on day: Weekday?) {
        text = "\(time.minute) \(time.hour) * * \(day.map { "\($0.number)" } ?? "*")"
        minutes = .only(time.minute)
        hours = .only(time.hour)
        daysOfMonth = .every(.dayOfMonth)
        months = .every(.month)
        daysOfWeek = day.map { .only($0.number) } ?? .every(.dayOfWeek)
    }

    private init(hourlyAt minute: Int) {
        text = "\(minute) * * * *"
        minutes = .only(minute)
        hours = .every(.hour)
        daysOfMonth = .every(.dayOfMonth)
        months = .every(.month)
        daysOfWeek = .every(.dayOfWeek)
    }

    static let hourly = CronExpression(hourlyAt: 0)

    /// Whether a change of the wall clock neither repeats nor makes up for it: it says `*` for the minute or the hour.
    package var followsWallClock: Bool { minutes.beginsWithStar || hours.beginsWithStar }

    static let macros = [
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
        "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
    ]

    private static func fields(of text: String) throws(CronError) -> [Substring] {
        var whole = text
        if text.hasPrefix("@") {
            guard let expanded = macros[text.lowercased()] else { throw CronError.unknownMacro(text) }
            whole = expanded
        }
        let fields = whole.split(omittingEmptySubsequences: true) { $0 == " " || $0 == "\t" }
        guard fields.count == 5 else { throw CronError.fieldCount(fields.count) }
        return fields
    }

    /// Whether a month that it names has a day that it names; a day of the week comes in every month.
    private var isPossible: Bool {
        guard daysOfWeek.isFree, let first = daysOfMonth.first(from: 1) else { return true }
        return (1...12).contains { months.contains($0) && first <= CivilDay.longestMonths[$0 - 1] }
    }

    func matches(day: CivilDay) -> Bool {
        let ofMonth = daysOfMonth.contains(day.day)
        let ofWeek = daysOfWeek.contains(day.weekday)
        return daysOfMonth.isFree || daysOfWeek.isFree ? ofMonth && ofWeek : ofMonth || ofWeek
    }
}

extension CronExpression: CustomStringConvertible {
    package var description: String { text }
}

extension CronExpression: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)`: \(error)")
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
