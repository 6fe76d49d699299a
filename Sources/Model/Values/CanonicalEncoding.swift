package import Foundation

/// The one byte form of a value that digests are computed over: JSON, keys sorted, no white space.
package enum CanonicalEncoding {
    package static func data(_ value: some Encodable) throws -> Data { Data(try bytes(value)) }

    /// The same as an array, for those who hash it.
    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let text = CanonicalText()
        try text.write(value)
        guard !text.isOutOfTurn else {
            let problem = "something was written to an object or array after its end"
            throw EncodingError.invalidValue(value, EncodingError.Context(codingPath: [], debugDescription: problem))
        }
        return text.bytes
    }

    /// A value through its canonical form as a tree, for field by field comparison.
    package static func tree(_ value: some Encodable) throws -> JSONValue {
        try JSONParser.parse(bytes(value))
    }
}
