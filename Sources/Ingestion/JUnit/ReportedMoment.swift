import Foundation

/// A moment in the forms that tools write; one without a zone is taken as UTC.
///
/// `2026-01-02T03:04:05`, `….678`, `…Z`, `…+02:00`, `… UTC`, `Sat, 03 Dec 2022 23:10:07 GMT`, and seconds or milliseconds
/// since 1970.
enum ReportedMoment {
    /// nil for what is no moment, and for what stands for "not known": zero, and everything before 1973.
    static func read(_ text: String) -> Date? {
        var scan = Scanner(text)
        let seconds = scan.iso() ?? scan.rfc1123() ?? scan.number()
        // Zero and small numbers are unset fields, or lengths of time.
        guard let seconds, seconds >= 1e8, seconds < 1e11 else { return nil }
        return Date(timeIntervalSince1970: seconds)
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var place = 0

        init(_ text: String) { bytes = Array(text.utf8) }

        /// `2026-01-02T03:04:05.678+02:00`, with a blank or a `T` between.
        mutating func iso() -> Double? {
            place = 0
            guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
                take("T") || take(" "), let time = time()
            else { return nil }
            return zoned(Self.days(year, month, day).map { Double($0) * 86_400 + time })
        }

        /// `Sat, 03 Dec 2022 23:10:07 GMT`
        mutating func rfc1123() -> Double? {
            place = 5
            guard bytes.count > 24, bytes[3] == UInt8(ascii: ","), let day = digits(2), take(" "),
                let month = month(), take(" "), let year = digits(4), take(" "), let time = time()
            else { return nil }
            return zoned(Self.days(year, month, day).map { Double($0) * 86_400 + time })
        }

        /// Seconds since 1970, or milliseconds where there are too many.
        func number() -> Double? {
            guard bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }),
                let number = Double(String(decoding: bytes, as: UTF8.self))
            else { return nil }
            return number >= 1e11 ? number / 1_000 : number
        }

        private mutating func time() -> Double? {
            guard let hour = digits(2), take(":"), let minute = digits(2), take(":"), let second = digits(2),
                hour < 24, minute < 60, second <= 60
            else { return nil }
            var fraction = 0.0
            if take(".") || take(",") {
                var unit = 0.1
                while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
                    fraction += Double(bytes[place] - 0x30) * unit
                    unit /= 10
                    place += 1
                }
            }
            return Double(hour * 3_600 + minute * 60 + second) + fraction
        }

        /// With the zone at the end taken off; nil when something else stands there.
        private mutating func zoned(_ local: Double?) -> Double? {
            guard let local else { return nil }
            _ = take(" ")
            if place == bytes.count { return local }
            let rest = String(decoding: bytes[place...], as: UTF8.self)
            if ["Z", "z", "UTC", "GMT"].contains(rest) { return local }
            let isEast = take("+")
            guard isEast || take("-"), let hours = digits(2) else { return nil }
            _ = take(":")
            let minutes = digits(2) ?? 0
            guard place == bytes.count, hours < 24, minutes < 60 else { return nil }
            return local - Double(hours * 3_600 + minutes * 60) * (isEast ? 1 : -1)
        }

        private mutating func month() -> Int? {
            guard place + 3 <= bytes.count else { return nil }
            let name = String(decoding: bytes[place..<place + 3], as: UTF8.self)
            let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            guard let index = names.firstIndex(of: name) else { return nil }
            place += 3
            return index + 1
        }

        private mutating func digits(_ count: Int) -> Int? {
            guard place + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[place..<place + count] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte - 0x30)
            }
            place += count
            return value
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
            place += 1
            return true
        }

        /// Days since 1970 in the Gregorian calendar, counted in years that begin in March; nil for a day that is none.
        private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
            guard (1...12).contains(month), (1...31).contains(day) else { return nil }
            let shifted = month > 2 ? year : year - 1
            let era = (shifted >= 0 ? shifted : shifted - 399) / 400
            let yearOfEra = shifted - era * 400
            let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
            let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            return era * 146_097 + dayOfEra - 719_468
        }
    }
}
