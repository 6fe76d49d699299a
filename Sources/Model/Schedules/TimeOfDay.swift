/// A time on the clock: `02:30`, from `00:00` to `23:59`.
package struct TimeOfDay: Hashable, Sendable, Comparable {
    package let hour: Int
    package let minute: Int

    package static let midnight = TimeOfDay(hour: 0, minute: 0)

    private init(hour: Int, minute: Int) {
        self.hour = hour
        self.minute = minute
    }

    package var minuteOfDay: Int { hour * 60 + minute }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minuteOfDay < right.minuteOfDay }
}

extension TimeOfDay: CustomStringConvertible {
    /// Reads two digits, a colon and two digits; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
        let digits = [bytes[0], bytes[1], bytes[3], bytes[4]].map { Int($0) - 0x30 }
        guard digits.allSatisfy((0...9).contains) else { return nil }
        hour = digits[0] * 10 + digits[1]
        minute = digits[2] * 10 + digits[3]
        guard hour < 24, minute < 60 else { return nil }
    }

    package var description: String { "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)" }
}

extension TimeOfDay: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is no time of day")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
