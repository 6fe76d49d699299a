import Foundation

/// Hides user names and passwords in URLs, also where one stands inside a longer text.
enum MaskedText {
    /// Replaces what stands between `://` and the last `@` of an authority with `***`; the same where somebody forgot
    /// the scheme.
    static func mask(_ text: String) -> String {
        if !text.contains("://"), !text.contains(where: \.isWhitespace) {
            let authority = text.prefix { $0 != "/" }
            if let at = authority.lastIndex(of: "@") { return PrintableText.line("***" + text[at...], limit: 2_048) }
        }
        var result = ""
        var rest = text[...]
        while let scheme = rest.range(of: "://") {
            result += rest[..<scheme.upperBound]
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex { "/?#'\"".contains($0) || $0.isWhitespace } ?? rest.endIndex
            if let at = rest[..<end].lastIndex(of: "@") {
                result += "***"
                rest = rest[at...]
            }
        }
        return PrintableText.line(result + rest, limit: 2_048)
    }
}
