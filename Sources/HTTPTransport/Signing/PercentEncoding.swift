/// Percent-encoding by RFC 3986.
package enum PercentEncoding {
    private static let unreserved = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
    private static let reserved = Set(":/?#[]@!$&'()*+,;=".utf8)
    private static let ofURLs = unreserved.union(reserved).union([UInt8(ascii: "%")])

    /// A name or value of a query: everything but the unreserved characters is encoded.
    package static func encode(_ text: String) -> String { encode(text, keeping: unreserved) }

    /// A whole URL as somebody wrote it: only what may not stand in any URL is encoded; escapes stay.
    package static func repair(_ url: String) -> String { encode(url, keeping: ofURLs) }

    package static func encode(_ text: String, keeping kept: Set<UInt8>) -> String {
        if text.utf8.allSatisfy(kept.contains) { return text }
        return text.utf8.reduce(into: "") { result, byte in
            if kept.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
    }
}
