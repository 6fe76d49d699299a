import Foundation

/// Dates and times of RFC 3339 and ISO 8601.
enum DateForm {
    static func isDateOrTimeStamp(_ text: String) -> Bool { isDate(text) || isDateTime(text) }

    /// `full-date`.
    static func isDate(_ text: String) -> Bool {
        matches("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) && DateFormat.isoDate(text) != nil
    }

    /// `date-time`; a leap second is only where one can be.
    static func isDateTime(_ text: String) -> Bool {
        guard let separator = text.firstIndex(where: { $0 == "T" || $0 == "t" }) else { return false }
        return isDate(String(text[..<separator])) && isTime(String(text[text.index(after: separator)...]))
    }

    /// `full-time`.
    static func isTime(_ text: String) -> Bool {
        let pattern =
            #"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9]|60)([.][0-9]+)?([Zz]|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))"#
        guard let found = try? BoundedRegex.groups(of: #"\A\#(pattern)\z"#, in: text) else { return false }
        guard found[3] == "60" else { return true }
        func number(_ group: Int) -> Int { found[group].flatMap { Int($0) } ?? 0 }
        let offset = (found[6] == "-" ? -1 : 1) * (number(7) * 60 + number(8))
        let minutes = (number(1) * 60 + number(2) - offset + 2 * 1_440) % 1_440
        return minutes == 1_439
    }

    /// Appendix A of RFC 3339.
    static func isDuration(_ text: String) -> Bool {
        let time = "T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)"
        let date = "([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)"
        return matches("P([0-9]+W|\(date)(\(time))?|\(time))", text)
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        BoundedRegex.search(#"\A(\#(pattern))\z"#, in: text) == .found
    }
}
