import Model

/// What a person needs to see of a reported case that did not pass, bounded and safe to print.
struct CaseBlock {
    /// Each line with a newline.
    let text: String

    private static let limit = 300
    /// Of the details of a failure, so many lines at either end are shown.
    private static let endLines = 6
    private static let failureLimit = 5

    init(_ ended: ReportedCase, report: String, style: Style) {
        var heading = ["\(style.paint("✘", .bad)) \(Self.title(ended))", Self.outcome(ended)]
        if ended.attempts.count > 1 { heading.append("\(ended.attempts.count) attempts") }
        var lines = [heading.joined(separator: "   ")]
        if let place = Self.place(ended) { lines.append("  " + place) }
        for failure in ended.failures.prefix(Self.failureLimit) {
            lines += Self.lines(failure, report: report, style: style)
        }
        let more = ended.failures.count - Self.failureLimit
        if more + ended.failuresLeftOut > 0 {
            lines.append("  … and \(counted(max(more, 0) + ended.failuresLeftOut, "more failure"))")
        }
        if ended.failures.isEmpty, let status = ended.status {
            lines.append("  the report says `\(Self.safe(status))` and nothing more")
        }
        text = lines.map { $0 + "\n" }.joined()
    }

    init(_ failed: ReportedSuiteFailure, report: String, style: Style) {
        let heading =
            "\(style.paint("✘", .bad)) \(Self.safe(failed.shownName))   \(failed.failure.outcome.words) outside of a case"
        let lines = [heading] + Self.lines(failed.failure, report: report, style: style)
        text = lines.map { $0 + "\n" }.joined()
    }

    /// `24 ms`, `9.2 s`, of whatever a report claims.
    static func took(_ seconds: Double) -> String {
        Spans.took(.milliseconds(Int64(min(max(seconds, 0), 1e12) * 1_000)))
    }

    private static func title(_ ended: ReportedCase) -> String {
        [ended.group, ended.shownName].compactMap { $0.map { safe($0) } }.joined(separator: " › ")
    }

    private static func outcome(_ ended: ReportedCase) -> String {
        ended.outcome.words + (ended.seconds.map { " in \(took($0))" } ?? "")
    }

    /// `tests/cart.py:14`
    private static func place(_ ended: ReportedCase) -> String? {
        guard let file = ended.file else { return nil }
        return safe(file) + (ended.line.map { ":\($0)" } ?? "")
    }

    private static func lines(_ failure: ReportedFailure, report: String, style: Style) -> [String] {
        let message = failure.firstLine
        let said = [failure.type, message].compactMap { $0.map { safe($0) } }.joined(separator: ": ")
        let told = failure.reportLine.map { style.paint("   \(safe(report)):\($0)", .faint) } ?? ""
        let heading = said.isEmpty ? "\(failure.outcome.words) without a message" : said
        var lines = ["  \(heading)\(told)"]
        guard let text = failure.text else { return lines }
        let all = dedented(TerminalText.lines(text))
        // Some tools write the message twice.
        guard all.count != 1 || all.first != message else { return lines }
        if all.count <= 2 * endLines + 1 {
            lines += all.map(detail)
        } else {
            lines += all.prefix(endLines).map(detail)
            lines.append("    │ … \(all.count - 2 * endLines) lines more …")
            lines += all.suffix(endLines).map(detail)
        }
        return lines
    }

    /// Without the indentation that all lines share, which is often that of the report's own markup.
    private static func dedented(_ lines: [String]) -> [String] {
        func indent(_ line: String) -> Int { line.utf8.prefix { $0 == UInt8(ascii: " ") }.count }
        let shared = lines.filter { !$0.isEmpty }.map(indent).min() ?? 0
        return lines.map { String($0.dropFirst(shared)) }
    }

    private static func detail(_ line: String) -> String { "    │ \(TerminalText.safe(line, limit: limit))" }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: limit) }
}
