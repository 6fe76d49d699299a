package import Foundation

/// The one byte form of a value that digests are computed over: JSON, keys sorted, no white space.
package enum CanonicalEncoding {
    package static func data(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        // YAML has `.nan` and `.inf`; without this they would have no digest.
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(value)
    }

    /// A value through its canonical form as a tree, for field by field comparison.
    package static func tree(_ value: some Encodable) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: data(value))
    }
}
