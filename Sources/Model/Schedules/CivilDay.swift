/// A day of the Gregorian calendar, with the arithmetic that searching for days needs.
///
/// Written by hand: Foundation's Calendar takes microseconds for each step, and a search takes hundreds.
struct CivilDay: Hashable, Sendable {
    /// Days since 1970-01-01.
    let number: Int
    let year: Int
    let month: Int
    let day: Int

    /// The day with this number (after Howard Hinnant, “chrono-compatible low-level date algorithms”).
    init(number: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        self.number = number
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// 0 is Sunday.
    var weekday: Int { ((number + 4) % 7 + 7) % 7 }

    private var isLeapYear: Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private var daysInMonth: Int { month == 2 && !isLeapYear ? 28 : Self.longestMonths[month - 1] }

    var next: CivilDay { CivilDay(number: number + 1) }
    var firstOfNextMonth: CivilDay { CivilDay(number: number + daysInMonth - day + 1) }

    /// How many days each month has at most.
    static let longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}
