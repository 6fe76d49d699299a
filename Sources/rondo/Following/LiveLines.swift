/// The last lines on a terminal, drawn again in place (ECMA-48: CUU, EL).
struct LiveLines {
    private var shown = 0

    /// Draws lines over those that were drawn before; none may be wider than the terminal.
    mutating func show(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        let up = shown > 0 ? "\u{1B}[\(shown)A" : ""
        TerminalOutput.out(up + lines.map { "\r\($0)\u{1B}[K\n" }.joined())
        shown = lines.count
    }

    /// What is drawn next stands below.
    mutating func forget() { shown = 0 }
}
