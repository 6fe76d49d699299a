import Foundation
import Model

/// Texts that spell a number, as commands print and headers hold them.
extension String {
    var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }

    /// The number that it spells, else itself.
    var asNumber: JSONValue {
        if let integer = Int64(trimmed) { return .integer(integer) }
        if let number = asDouble { return .number(number) }
        return .string(self)
    }

    /// The finite number that it spells in decimal digits; Swift alone would read `0x10` as 16.
    var asDouble: Double? {
        let trimmed = trimmed
        guard !trimmed.utf8.contains(where: { $0 | 0x20 == UInt8(ascii: "x") }), let number = Double(trimmed),
            number.isFinite
        else { return nil }
        return number
    }
}
