import Foundation
import Glibc

/// Takes a text apart by the parts of a date format.
struct DateReader {
    private var rest: Substring
    private var year = 1970
    private var month = 1 { didSet { hasDate = true } }
    private var day = 1 { didSet { hasDate = true } }
    /// A month or a day of it was read.
    private var hasDate = false
    private var dayOfYear: Int?
    private var hour = 0
    private var minute = 0
    private var second = 0
    private var nanoseconds = 0
    /// In seconds east of UTC.
    private var offset = 0
    private var isAfternoon: Bool?
    private var epoch: Int?

    init(_ text: String) { rest = Substring(text) }

    var isAtEnd: Bool { rest.isEmpty }

    /// nil for a day that no month, or no year, has, and where the day of the year is another than that of the month.
    var date: Date? {
        if let epoch { return Date(timeIntervalSince1970: TimeInterval(epoch)) }
        guard let midnight else { return nil }
        var hour = hour
        if let isAfternoon { hour = hour % 12 + (isAfternoon ? 12 : 0) }
        let seconds = midnight + hour * 3_600 + minute * 60 + second - offset
        return Date(timeIntervalSince1970: TimeInterval(seconds) + TimeInterval(nanoseconds) / 1e9)
    }

    /// At which the day begins in UTC, in seconds since 1970.
    private var midnight: Int? {
        var fields = tm()
        fields.tm_year = Int32(year - 1900)
        fields.tm_mon = Int32(month - 1)
        fields.tm_mday = Int32(day)
        if let dayOfYear, !hasDate { fields.tm_mday = Int32(dayOfYear) }
        // It makes a day of the next month of one that the month does not have.
        let seconds = timegm(&fields)
        if let dayOfYear {
            guard fields.tm_yday == Int32(dayOfYear - 1), fields.tm_year == Int32(year - 1900) else { return nil }
        }
        guard !hasDate || fields.tm_mday == Int32(day) && fields.tm_mon == Int32(month - 1) else { return nil }
        return seconds
    }

    mutating func read(_ part: DateFormat.Part) -> Bool {
        switch part {
        case .literal(let character): return take(character)
        case .year: return number(4, 4, 0...9999, \.year)
        case .month: return number(1, 2, 1...12, \.month)
        case .day:
            _ = take(" ")
            return number(1, 2, 1...31, \.day)
        case .hour: return number(1, 2, 0...23, \.hour)
        case .hour12: return number(1, 2, 1...12, \.hour)
        case .minute: return number(2, 2, 0...59, \.minute)
        case .second: return number(2, 2, 0...60, \.second)
        case .fraction: return fraction()
        case .dayHalf:
            let word = rest.prefix(2).uppercased()
            guard word == "AM" || word == "PM" else { return false }
            isAfternoon = word == "PM"
            rest = rest.dropFirst(2)
            return true
        case .monthName: return name(DateFormat.months) { $0.month = $1 + 1 }
        case .monthShort: return name(DateFormat.months.map { String($0.prefix(3)) }) { $0.month = $1 + 1 }
        case .weekdayName: return name(DateFormat.weekdays) { _, _ in }
        case .weekdayShort: return name(DateFormat.weekdays.map { String($0.prefix(3)) }) { _, _ in }
        case .dayOfYear:
            dayOfYear = digits(3, 3, 1...366)
            return dayOfYear != nil
        case .offset: return zone()
        case .zoneName: return name(["UTC", "GMT", "Z"]) { _, _ in }
        case .epoch:
            epoch = digits(1, 12, 0...253_402_300_799)
            return epoch != nil
        case .iso: return readISO()
        }
    }

    /// `2026-01-31`, or with a time and a zone: `2026-01-31T12:00:00.5+01:00`.
    mutating func readISO() -> Bool {
        guard number(4, 4, 0...9999, \.year), take("-"), number(2, 2, 1...12, \.month), take("-"),
            number(2, 2, 1...31, \.day)
        else { return false }
        guard let separator = rest.first, "Tt ".contains(separator) else { return true }
        rest.removeFirst()
        guard number(2, 2, 0...23, \.hour), take(":"), number(2, 2, 0...59, \.minute), take(":"),
            number(2, 2, 0...60, \.second), fraction()
        else { return false }
        return zone()
    }

    private mutating func take(_ character: Character) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(
        _ least: Int, _ most: Int, _ range: ClosedRange<Int>, _ field: WritableKeyPath<DateReader, Int>
    ) -> Bool {
        guard let number = digits(least, most, range) else { return false }
        self[keyPath: field] = number
        return true
    }

    private mutating func digits(_ least: Int, _ most: Int, _ range: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(most).prefix { $0.isASCII && $0.isNumber }
        guard digits.count >= least, let number = Int(digits), range.contains(number) else { return nil }
        rest = rest.dropFirst(digits.count)
        return number
    }

    /// A point and digits, or nothing.
    private mutating func fraction() -> Bool {
        guard take(".") else { return true }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return false }
        nanoseconds = Int(String(digits.prefix(9)).padding(toLength: 9, withPad: "0", startingAt: 0)) ?? 0
        rest = rest.dropFirst(digits.count)
        return true
    }

    private mutating func name(_ names: [String], _ found: (inout DateReader, Int) -> Void) -> Bool {
        for (index, name) in names.enumerated() where rest.lowercased().hasPrefix(name.lowercased()) {
            rest = rest.dropFirst(name.count)
            found(&self, index)
            return true
        }
        return false
    }

    /// `Z`, `+01:00` or `-0130`.
    private mutating func zone() -> Bool {
        if take("Z") || take("z") { return true }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return false }
        guard let hours = digits(2, 2, 0...23) else { return false }
        _ = take(":")
        guard let minutes = digits(2, 2, 0...59) else { return false }
        offset = sign * (hours * 3_600 + minutes * 60)
        return true
    }
}
