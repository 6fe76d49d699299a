/// Lines of comma-separated values by RFC 4180, safe to open in a spreadsheet.
enum CSVText {
    /// The line with its end.
    static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

    /// A field that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP advises.
    private static func field(_ text: String) -> String {
        var safe = TerminalText.safe(text, limit: 10_000)
        if let first = safe.first, "=+-@".contains(first) { safe = "'" + safe }
        guard safe.contains(where: { ",\"".contains($0) }) || safe.hasPrefix(" ") || safe.hasSuffix(" ") else {
            return safe
        }
        return "\"\(safe.replacing("\"", with: "\"\""))\""
    }
}
