import Model

/// One line of pieces in their tones, cut to a width before it is painted.
struct StyledLine {
    struct Piece {
        let text: String
        let tone: Style.Tone

        /// The text must be safe already.
        init(_ text: String, _ tone: Style.Tone = .plain) {
            self.text = text
            self.tone = tone
        }
    }

    private var pieces: [Piece]

    init(_ pieces: [Piece]) { self.pieces = pieces }

    /// The most cells that it takes on any terminal.
    var cells: Int { pieces.reduce(0) { $0 + TerminalText.mostCells($1.text) } }

    /// At most `width` cells, with `…` where it was cut, and no spaces at the end.
    func text(width: Int, style: Style) -> String {
        let shown = cells > width ? cut(to: width) : pieces
        let trimmed = Self.trimmed(shown)
        return trimmed.map { style.paint($0.text, $0.tone) }.joined()
    }

    private func cut(to width: Int) -> [Piece] {
        var left = width - 1
        guard left >= 0 else { return [] }
        var result: [Piece] = []
        for piece in pieces {
            var kept = ""
            for character in piece.text {
                let cells = TerminalText.mostCells(character)
                guard cells <= left else {
                    left = -1
                    break
                }
                left -= cells
                kept.append(character)
            }
            result.append(Piece(left < 0 ? kept + "…" : kept, piece.tone))
            if left < 0 { break }
        }
        return result
    }

    private static func trimmed(_ pieces: [Piece]) -> [Piece] {
        var pieces = pieces
        while let last = pieces.last {
            let kept = last.text.reversed().drop { $0 == " " }
            pieces.removeLast()
            guard kept.isEmpty else {
                pieces.append(Piece(String(kept.reversed()), last.tone))
                break
            }
        }
        return pieces
    }
}

extension TerminalText {
    /// The most cells that any terminal gives the text.
    static func mostCells(_ text: String) -> Int { text.reduce(0) { $0 + mostCells($1) } }

    /// Terminals that do not join scalars into one character draw each of them beside the other.
    static func mostCells(_ character: Character) -> Int {
        let apart = character.unicodeScalars.reduce(0) { sum, scalar in
            sum + (scalar == "\u{FE0F}" ? 1 : width(of: Character(scalar)))
        }
        return max(width(of: character), apart)
    }
}
