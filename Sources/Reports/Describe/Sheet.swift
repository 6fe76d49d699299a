/// A description as it is built up: facts with their names, then sections with a title and lines below it.
struct Sheet {
    private var blocks: [String] = []
    private var facts: [(name: String, value: String)] = []
    private let style: Style

    init(style: Style) { self.style = style }

    /// `Name:   value`; nothing at all without a value. The value must be safe to print.
    mutating func add(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        facts.append((name, value))
    }

    /// A title with lines below it; `Title: none` without any.
    mutating func section(_ title: String, _ lines: String) {
        endFacts()
        let heading = style.paint("\(title):", .strong)
        blocks.append(lines.isEmpty ? "\(heading)  none\n" : "\(heading)\n\(Self.indented(lines))")
    }

    /// Everything with an empty line between sections, each line with a newline.
    mutating func text() -> String {
        endFacts()
        return blocks.joined(separator: "\n")
    }

    private mutating func endFacts() {
        guard !facts.isEmpty else { return }
        let width = facts.map { TerminalText.width($0.name) }.max() ?? 0
        blocks.append(
            facts.map { name, value in
                style.paint("\(name):", .strong) + String(repeating: " ", count: width - TerminalText.width(name) + 3)
                    + value + "\n"
            }.joined())
        facts = []
    }

    static func indented(_ lines: String, by count: Int = 2) -> String {
        let margin = String(repeating: " ", count: count)
        return lines.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : margin + $0 }
            .joined(separator: "\n")
    }
}
