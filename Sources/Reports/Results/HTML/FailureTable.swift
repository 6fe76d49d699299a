import Model

/// Expectations that did not hold, with their differences.
enum FailureTable {
    private static let shown = 200

    static func text(_ failures: [AssertionFailure]) -> String {
        guard !failures.isEmpty else { return "" }
        let rows = failures.prefix(shown).map { failure in
            "<tr><td><code>\(MarkupText.safe(failure.query))</code></td>"
                + "<td><code class=\"want\">\(MarkupText.safe(failure.expected, limit: 2_000))</code></td>"
                + "<td><code class=\"got\">\(MarkupText.safe(failure.actual, limit: 2_000))</code></td></tr>\n"
                + difference(failure.diff)
        }
        let more = failures.count - shown
        return "<div class=\"wide\"><table class=\"failures\">\n"
            + "<thead><tr><th>What</th><th>Expected</th><th>Got</th></tr></thead>\n<tbody>\n\(rows.joined())"
            + "</tbody></table></div>\n" + (more > 0 ? "<p class=\"legend\">… and \(more) more</p>\n" : "")
    }

    private static func difference(_ text: String?) -> String {
        guard let text else { return "" }
        let lines = TerminalText.lines(text).map { line in
            let style = line.hasPrefix("+") ? "got" : line.hasPrefix("-") ? "want" : ""
            let safe = MarkupText.escaped(line)
            return style.isEmpty ? safe : "<span class=\"\(style)\">\(safe)</span>"
        }
        return "<tr><td colspan=\"3\"><pre class=\"diff\">\(lines.joined(separator: "\n"))</pre></td></tr>\n"
    }
}
