package import Foundation

/// The name of a time zone in the IANA data base: `Europe/Berlin`, `UTC`.
package struct ZoneName: Hashable, Sendable {
    package let name: String

    package static let utc = ZoneName(known: "UTC")

    private init(known name: String) { self.name = name }

    /// nil for a name that the machine's data does not know, and for offsets such as `GMT+2`.
    package init?(_ name: String) {
        let isName = name.utf8.allSatisfy { byte in
            (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
                || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: "+")
        }
        guard isName, Self.isWrittenAsInData(name), TimeZone(identifier: name) != nil else { return nil }
        self.name = name
    }

    package var timeZone: TimeZone { TimeZone(identifier: name) ?? .gmt }

    /// The known name that somebody probably meant.
    package static func nearest(to name: String) -> String? {
        let bounded = String(name.prefix(64))
        let places = known.filter { $0.split(separator: "/").last?.lowercased() == bounded.lowercased() }
        return places.min() ?? NearestName.nearest(to: bounded, among: known)
    }

    private static let known = Set(TimeZone.knownTimeZoneIdentifiers).union(["UTC"])

    /// Older names that are still in use, such as `US/Eastern`, are in no list; offsets and abbreviations are no zones.
    private static func isWrittenAsInData(_ name: String) -> Bool {
        known.contains(name) || name.contains("/") && name.first?.isUppercase == true
    }
}

extension ZoneName: CustomStringConvertible {
    package var description: String { name }
}

extension ZoneName: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let zone = ZoneName(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is no time zone")
        }
        self = zone
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
