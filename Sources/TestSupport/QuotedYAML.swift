import Foundation

/// Writes any text as a double-quoted scalar of YAML.
package enum QuotedYAML {
    /// JSON's strings are such scalars, but for the controls that JSON takes as they are (YAML 1.2.2, chapter 5.1).
    package static func scalar(_ text: String) throws -> String {
        let json = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return json.unicodeScalars.map { scalar in
            let isBare = (0x7F...0x9F).contains(scalar.value) || [0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
            let digits = String(scalar.value, radix: 16)
            return isBare ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits : String(scalar)
        }.joined()
    }
}
