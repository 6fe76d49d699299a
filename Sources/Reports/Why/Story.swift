/// Lines of one story: a label once, then what belongs to it, aligned.
struct Story {
    private static let labelWidth = 10
    private var lines: [String] = []

    /// Adds a line for each text, the label before the first; nothing for no text. Texts must be safe to print.
    mutating func tell(_ label: String, _ texts: [String]) {
        for (index, text) in texts.enumerated() {
            lines.append("  " + TerminalText.padded(index == 0 ? label : "", to: Self.labelWidth) + text)
        }
    }

    mutating func tell(_ label: String, _ text: String?) { tell(label, [text].compactMap(\.self)) }

    /// Each line with a newline.
    var text: String { lines.map { $0 + "\n" }.joined() }
}
