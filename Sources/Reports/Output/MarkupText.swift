/// Makes text from outside fit to stand in HTML, SVG and XML: nothing in it can become markup.
enum MarkupText {
    /// On one line, controls written out, for contents and for attributes between double or single quotes.
    static func safe(_ text: some StringProtocol, limit: Int = 1_000) -> String {
        escaped(TerminalText.safe(text, limit: limit))
    }

    /// With the five characters that mean something replaced. The text must hold no controls but tab and line feed.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            // Not characters of XML 1.0, in whatever form.
            case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
