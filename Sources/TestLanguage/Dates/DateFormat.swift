package import Foundation
import Glibc

// By hand: glibc's `strptime` takes the names of months of its locale and knows neither fractions nor `%+`.

/// Dates by a specification of `strftime`, in English and UTC unless the text names an offset.
package struct DateFormat {
    enum Part: Hashable {
        case literal(Character)
        case year, month, day, hour, hour12, minute, second, fraction, dayHalf
        case monthName, monthShort, weekdayName, weekdayShort
        case dayOfYear, offset, zoneName, epoch
        /// ISO 8601 and RFC 3339 as a whole.
        case iso
    }

    let parts: [Part]

    package init(_ text: String) throws(LanguageError) {
        var parts: [Part] = []
        var rest = Substring(text)
        while let character = rest.popFirst() {
            guard character == "%" else {
                parts.append(.literal(character))
                continue
            }
            let specifier = rest.popFirst()
            if specifier == ".", rest.first == "f" {
                rest.removeFirst()
                parts.append(.fraction)
                continue
            }
            guard let specifier, let known = Self.specifiers[specifier] else {
                let known = Self.specifiers.keys.sorted().map { "%\($0)" }.joined(separator: " ")
                throw LanguageError(
                    "`%\(specifier.map(String.init) ?? "")` is no specifier of a date: known are \(known) %.f",
                    span: TextSpan(offset: 0, length: 1))
            }
            parts += known
        }
        self.parts = parts
    }

    private static let specifiers: [Character: [Part]] = [
        "Y": [.year], "m": [.month], "d": [.day], "e": [.day], "H": [.hour], "I": [.hour12], "M": [.minute],
        "S": [.second], "p": [.dayHalf], "B": [.monthName], "b": [.monthShort], "h": [.monthShort],
        "A": [.weekdayName], "a": [.weekdayShort], "j": [.dayOfYear], "z": [.offset], "Z": [.zoneName], "s": [.epoch],
        "+": [.iso], "%": [.literal("%")], "n": [.literal("\n")], "t": [.literal("\t")],
        "F": [.year, .literal("-"), .month, .literal("-"), .day],
        "T": [.hour, .literal(":"), .minute, .literal(":"), .second],
        "R": [.hour, .literal(":"), .minute],
        "D": [.month, .literal("/"), .day, .literal("/"), .year],
    ]

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// As headers and cookies have it (RFC 9110 §5.6.7), with blanks or hyphens in the day.
    package static func httpDate(_ text: String) -> Date? {
        (try? DateFormat("%a, %d %b %Y %H:%M:%S GMT"))?.date(text.replacing("-", with: " "))
    }

    /// A date or a time stamp of RFC 3339; a date alone is its midnight in UTC.
    package static func isoDate(_ text: String) -> Date? {
        var reader = DateReader(text)
        guard reader.readISO(), reader.isAtEnd else { return nil }
        return reader.date
    }
}

extension DateFormat {
    /// nil when the text does not have this form.
    package func date(_ text: String) -> Date? {
        var reader = DateReader(text)
        for part in parts {
            guard reader.read(part) else { return nil }
        }
        return reader.isAtEnd ? reader.date : nil
    }

    package func text(of date: Date) -> String {
        let (seconds, nanoseconds) = Self.split(date)
        var time = seconds
        var fields = tm()
        gmtime_r(&time, &fields)
        return parts.map { part in
            switch part {
            case .literal(let character): String(character)
            case .year: Self.padded(Int(fields.tm_year) + 1900, 4)
            case .month: Self.padded(Int(fields.tm_mon) + 1, 2)
            case .day: Self.padded(Int(fields.tm_mday), 2)
            case .hour: Self.padded(Int(fields.tm_hour), 2)
            case .hour12: Self.padded((Int(fields.tm_hour) + 11) % 12 + 1, 2)
            case .minute: Self.padded(Int(fields.tm_min), 2)
            case .second: Self.padded(Int(fields.tm_sec), 2)
            case .fraction: nanoseconds == 0 ? "" : "." + Self.padded(nanoseconds / 1_000_000, 3)
            case .dayHalf: fields.tm_hour < 12 ? "AM" : "PM"
            case .monthName: Self.months[Int(fields.tm_mon)]
            case .monthShort: String(Self.months[Int(fields.tm_mon)].prefix(3))
            case .weekdayName: Self.weekdays[Int(fields.tm_wday)]
            case .weekdayShort: String(Self.weekdays[Int(fields.tm_wday)].prefix(3))
            case .dayOfYear: Self.padded(Int(fields.tm_yday) + 1, 3)
            case .offset: "+0000"
            case .zoneName: "UTC"
            case .epoch: "\(seconds)"
            case .iso:
                "\(Self.padded(Int(fields.tm_year) + 1900, 4))-\(Self.padded(Int(fields.tm_mon) + 1, 2))-"
                    + "\(Self.padded(Int(fields.tm_mday), 2))T\(Self.padded(Int(fields.tm_hour), 2)):"
                    + "\(Self.padded(Int(fields.tm_min), 2)):\(Self.padded(Int(fields.tm_sec), 2))"
                    + (nanoseconds == 0 ? "" : "." + Self.padded(nanoseconds / 1_000_000, 3)) + "Z"
            }
        }.joined()
    }

    private static func split(_ date: Date) -> (seconds: Int, nanoseconds: Int) {
        let interval = (date.timeIntervalSince1970 * 1_000).rounded()
        let seconds = (interval / 1_000).rounded(.down)
        return (Int(seconds), Int(interval - seconds * 1_000) * 1_000_000)
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
