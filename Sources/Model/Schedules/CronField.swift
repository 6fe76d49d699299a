/// One of the five fields of a cron expression: what it counts, its range and the names it takes.
package enum CronField: String, Sendable, CaseIterable {
    case minute, hour
    case dayOfMonth = "day of month"
    case month
    case dayOfWeek = "day of week"

    /// Sunday is 0, and 7 as well.
    package var range: ClosedRange<Int> {
        switch self {
        case .minute: 0...59
        case .hour: 0...23
        case .dayOfMonth: 1...31
        case .month: 1...12
        case .dayOfWeek: 0...7
        }
    }

    /// Where `5/10` ends.
    private var lastOfSteps: Int { self == .dayOfWeek ? 6 : range.upperBound }

    /// Names for the numbers from `firstName` on, in any case.
    private var names: [String] {
        switch self {
        case .minute, .hour, .dayOfMonth: []
        case .month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        case .dayOfWeek: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
        }
    }

    private var firstName: Int { self == .month ? 1 : 0 }
}

/// The values of one field, as bits.
struct CronValues: Hashable, Sendable {
    private(set) var bits: UInt64 = 0
    /// It begins with `*`: such a job follows the clock on the wall when that is changed.
    private(set) var beginsWithStar = false
    /// It is `*` or `?`, so that it bounds nothing.
    private(set) var isFree = false

    func contains(_ value: Int) -> Bool { bits & (1 << UInt64(value)) != 0 }

    /// The first value from this one on.
    func first(from value: Int) -> Int? {
        guard value < 64 else { return nil }
        let rest = bits >> UInt64(value)
        return rest == 0 ? nil : value + rest.trailingZeroBitCount
    }

    /// Every value of a field.
    static func every(_ field: CronField) -> CronValues {
        var values = CronValues()
        field.range.forEach { values.insert(field == .dayOfWeek ? $0 % 7 : $0) }
        values.beginsWithStar = true
        values.isFree = true
        return values
    }

    /// One value.
    static func only(_ value: Int) -> CronValues {
        var values = CronValues()
        values.insert(value)
        return values
    }

    fileprivate mutating func insert(_ value: Int) { bits |= 1 << UInt64(value) }
}

extension CronField {
    /// Reads a list of `*`, `?` (days only), numbers, names, ranges and steps.
    func values(of text: Substring) throws(CronError) -> CronValues {
        var values = CronValues()
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            try insert(part, into: &values)
        }
        values.finish(text)
        return values
    }

    private func insert(_ part: Substring, into values: inout CronValues) throws(CronError) {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let step = halves.count == 2 ? try step(halves[1], in: part) : nil
        let bounds: ClosedRange<Int>
        if halves[0] == "*" || halves[0] == "?" && (self == .dayOfMonth || self == .dayOfWeek) {
            bounds = range.lowerBound...lastOfSteps
            values.takeStar(step)
        } else {
            let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
            let low = try number(ends[0], in: part)
            let high = ends.count == 2 ? try number(ends[1], in: part) : step == nil ? low : max(low, lastOfSteps)
            guard low <= high else { throw CronError.reversedRange(field: self, text: String(part)) }
            bounds = low...high
        }
        // Sunday is told by 0 alone.
        for value in stride(from: bounds.lowerBound, through: bounds.upperBound, by: step ?? 1) {
            values.insert(self == .dayOfWeek ? value % 7 : value)
        }
    }

    private func step(_ text: Substring, in part: Substring) throws(CronError) -> Int {
        guard isDigits(text), let step = Int(text), step > 0 else {
            throw CronError.badStep(field: self, text: String(part))
        }
        // A longer one leaves the first value alone, as every step beyond the range does.
        return min(step, range.upperBound + 1)
    }

    private func number(_ text: Substring, in part: Substring) throws(CronError) -> Int {
        if let index = names.firstIndex(of: text.lowercased()) { return index + firstName }
        guard isDigits(text) else { throw CronError.notAValue(field: self, text: String(part)) }
        guard let number = Int(text), range.contains(number) else {
            throw CronError.outOfRange(field: self, text: String(text))
        }
        return number
    }

    private func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension CronValues {
    fileprivate mutating func takeStar(_ step: Int?) {
        if (step ?? 1) == 1 { isFree = true }
    }

    fileprivate mutating func finish(_ text: Substring) { beginsWithStar = text.first == "*" }
}
