import Model

/// What a command printed and how it ended.
enum OutputBlock {
    static func ending(_ output: CommandOutput?) -> String {
        guard let output else { return "" }
        return "<p class=\"request\">\(AttemptLines.ending(output))</p>\n"
    }

    static func text(_ output: CommandOutput?) -> String {
        guard let output else { return "" }
        return stream("stderr", output.stderr, isCut: output.truncated)
            + stream("stdout", output.stdout, isCut: output.truncated)
    }

    private static func stream(_ name: String, _ text: String, isCut: Bool) -> String {
        let lines = TerminalText.lines(text)
        guard !lines.isEmpty else { return "" }
        let cut = isCut ? ", its last part" : ""
        return "<h4>\(name)\(cut)</h4>\n<pre>\(lines.map(MarkupText.escaped).joined(separator: "\n"))</pre>\n"
    }
}
