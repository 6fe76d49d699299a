package import Foundation

/// The one JSON form of the API: sorted keys, ISO 8601 dates with milliseconds.
package enum APICoding {
    /// The value as JSON, on one line unless `pretty`.
    package static func encode(_ value: some Encodable, pretty: Bool = false) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        if pretty { encoder.outputFormatting.insert(.prettyPrinted) }
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            // The format cuts off what is below a millisecond, and a date is a double: half of one is added first.
            try container.encode(date.addingTimeInterval(0.000_5).formatted(format))
        }
        return try encoder.encode(value)
    }

    /// The value that JSON holds; throws `DecodingError`.
    package static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = try? format.parse(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is not a date")
            }
            return date
        }
        return try decoder.decode(type, from: data)
    }

    private static let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}
