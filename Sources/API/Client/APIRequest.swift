import Foundation

/// A path of the API with its query, percent-encoded as it is built (RFC 3986 §2.3).
package struct APIRequest: Hashable, Sendable {
    /// Starts with `/`.
    package let target: String

    /// - Parameters:
    ///   - segments: parts between slashes, in clear.
    ///   - query: in clear; a nil value leaves its name out.
    package init(_ segments: String..., query: [(name: String, value: String?)] = []) {
        let path = segments.map { "/" + Self.encode($0) }.joined()
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(Self.encode($0))" } }
        target = pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    private static func encode(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default:
                String(format: "%%%02X", byte)
            }
        }.joined()
    }
}
