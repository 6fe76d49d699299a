/// Makes text from outside fit to stand in a cell of a Markdown table, as GitHub and GitLab read it.
enum MarkdownText {
    /// Plain words: what would be markup, a mention or a reference of a forge is written out.
    static func plain(_ text: some StringProtocol, limit: Int = 200) -> String {
        var result = ""
        for scalar in TerminalText.safe(text, limit: limit).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // A mention or a reference must not reach anybody.
            case "@": result += "&#64;"
            case "#": result += "&#35;"
            case "\\", "`", "*", "_", "[", "]", "(", ")", "|", "~", "!":
                result += "\\"
                result.unicodeScalars.append(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// As code. A table ends at a `|` even within code, so that one is escaped; backticks are fenced by more of them.
    static func code(_ text: some StringProtocol, limit: Int = 200) -> String {
        let safe = TerminalText.safe(text, limit: limit).replacing("|", with: "\\|")
        var longest = 0
        var current = 0
        for character in safe {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let pad = longest > 0 || safe.isEmpty ? " " : ""
        return "\(fence)\(pad)\(safe)\(pad)\(fence)"
    }
}
