import Foundation

/// Base64 as people write it: padded or not, blanks and line breaks passed over (RFC 4648, RFC 2045).
package enum Base64 {
    /// - Parameter urlSafe: in the alphabet of RFC 4648 §5.
    package static func decode(_ text: String, urlSafe: Bool) -> [UInt8]? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"), UInt8(ascii: "="):
                continue
            case UInt8(ascii: "-") where urlSafe: digits.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_") where urlSafe: digits.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+") where urlSafe, UInt8(ascii: "/") where urlSafe: return nil
            default: digits.append(byte)
            }
        }
        guard digits.count % 4 != 1 else { return nil }
        digits += Array(repeating: UInt8(ascii: "="), count: (4 - digits.count % 4) % 4)
        return Data(base64Encoded: Data(digits)).map(Array.init)
    }

    package static func encode(_ bytes: some Sequence<UInt8>, urlSafe: Bool) -> String {
        let text = Data(bytes).base64EncodedString()
        guard urlSafe else { return text }
        return text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
