/// So many in a second or minute, `800/s`.
package struct LoadRate: Hashable, Sendable {
    package enum Unit: String, Hashable, Sendable, CaseIterable {
        case second = "s"
        case minute = "m"
    }

    package let count: Int
    package let unit: Unit

    package init(count: Int, unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// Reads `800/s` or `30/m`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(parts[0]), count <= 10_000_000, let unit = Unit(rawValue: String(parts[1]))
        else { return nil }
        self.init(count: count, unit: unit)
    }
}

extension LoadRate: Codable, CustomStringConvertible {
    package var description: String { "\(count)/\(unit.rawValue)" }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let rate = LoadRate(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is not a rate")
        }
        self = rate
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
