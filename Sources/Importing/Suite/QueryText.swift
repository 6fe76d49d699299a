import Foundation
import TestLanguage

/// Parameters as they stand in an address or a form, percent-encoded but for references.
enum QueryText {
    static func text(_ pairs: [NamedText]) -> String {
        pairs.map { "\(encoded($0.name))=\(encoded($0.text))" }.joined(separator: "&")
    }

    static func appending(_ pairs: [NamedText], to address: String) -> String {
        guard !pairs.isEmpty else { return address }
        let parts = address.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let fragment = parts.count > 1 ? "#\(parts[1])" : ""
        return "\(parts[0])\(parts[0].contains("?") ? "&" : "?")\(text(pairs))\(fragment)"
    }

    /// References stay as they are: nobody knows yet which characters of theirs need encoding.
    static func encoded(_ text: String) -> String {
        guard Template.mayHoldReferences(text), let template = try? Template(text) else { return percent(text) }
        return template.parts.map { part in
            switch part {
            case .literal(let text), .quoted(let text): percent(text)
            case .escape: percent("${{")
            case .reference(let reference): "${{ \(reference) }}"
            }
        }.joined()
    }

    /// A text without references; unreserved characters (RFC 3986 §2.3) stay.
    static func percent(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isFree = byte < 0x80 && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            if isFree || "-._~".unicodeScalars.contains(scalar) { return String(scalar) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0\(digits)" : digits)
        }.joined()
    }

    /// What an encoded text stands for; `+` is a blank there, and what is no encoding of UTF-8 stays.
    static func decoded(_ text: String) -> String {
        let blanks = text.replacing("+", with: " ")
        return blanks.removingPercentEncoding ?? blanks
    }
}
