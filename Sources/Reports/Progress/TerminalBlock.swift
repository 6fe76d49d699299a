/// What to write so that lines which stay scroll by above a block that is drawn anew in place.
///
/// Only ECMA-48 that every terminal knows: cursor up, erase to the end of the screen. The cursor rests on the line below
/// the block, so whatever else writes there begins on a line of its own.
package struct TerminalBlock: Sendable {
    /// The lines that are on the screen, as they were written.
    private var drawn: [String] = []

    package init() {}

    /// The block is not where it was: the terminal belonged to somebody else meanwhile. It is left as it is.
    package mutating func forget() { drawn = [] }

    /// - Parameters:
    ///   - lasting: Lines that stay, above the block; they may be longer than the terminal is wide.
    ///   - block: Lines of at most `columns` cells.
    ///   - columns: How wide the terminal is now; it may have been another when the block was drawn.
    /// - Returns: what to write; empty when nothing is new.
    package mutating func update(lasting: [String], block: [String], columns: Int) -> String {
        guard !lasting.isEmpty || block != drawn else { return "" }
        let rows = drawn.reduce(0) { $0 + Self.rows(of: $1, columns: columns) }
        // To the first column even without a block: somebody may have typed.
        let erase = drawn.isEmpty ? "" : "\r" + (rows > 0 ? "\u{1B}[\(rows)A" : "") + "\u{1B}[J"
        drawn = block
        return erase + (lasting + block).map { $0 + "\r\n" }.joined()
    }

    /// Terminals break a line anew when they become narrower.
    private static func rows(of line: String, columns: Int) -> Int {
        let cells = width(ofPainted: line)
        return max(1, (cells + max(columns, 1) - 1) / max(columns, 1))
    }

    /// The cells of a line, its colours (SGR, which end with `m`) aside.
    private static func width(ofPainted line: String) -> Int {
        guard line.unicodeScalars.contains("\u{1B}") else { return TerminalText.width(line) }
        let parts = line.split(separator: "\u{1B}", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(TerminalText.width(parts[0])) { width, part in
            width + TerminalText.width(part.drop { $0 != "m" }.dropFirst())
        }
    }
}
