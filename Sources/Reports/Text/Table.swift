/// Rows under aligned upper-case headers, as kubectl and flux print them.
///
/// Every cell passes through `TerminalText`, so rows may hold what comes from outside.
package struct Table: Sendable {
    package struct Column: Hashable, Sendable {
        let title: String
        /// Shown only when a wide table is asked for.
        let isWide: Bool

        package init(_ title: String, wide: Bool = false) {
            self.title = title
            isWide = wide
        }
    }

    package struct Cell: Hashable, Sendable, ExpressibleByStringInterpolation {
        let text: String
        let tone: Style.Tone

        package init(_ text: String, tone: Style.Tone = .plain) {
            self.text = text
            self.tone = tone
        }

        package init(stringLiteral text: String) { self.init(text) }
    }

    /// Cells wider than this are cut unless a wide table is asked for.
    private static let narrowLimit = 100
    private static let wideLimit = 1_024

    private let columns: [Column]
    private var rows: [[Cell]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row with a cell for each column, the wide ones included; a missing or empty cell shows `–`.
    package mutating func add(_ cells: [Cell]) { rows.append(cells) }

    /// One line a row, without trailing spaces, each with a newline; empty when there is neither header nor row.
    package func text(wide: Bool = false, headers: Bool = true, style: Style = .plain) -> String {
        let shown = columns.indices.filter { wide || !columns[$0].isWide }
        let limit = wide ? Self.wideLimit : Self.narrowLimit
        let header = headers ? [columns.map { Cell($0.title, tone: .strong) }] : []
        let lines = (header + rows).map { row in
            shown.map { index in
                let cell = index < row.count ? row[index] : Cell("")
                return Cell(cell.text.isEmpty ? "–" : TerminalText.safe(cell.text, limit: limit), tone: cell.tone)
            }
        }
        let widths = shown.indices.map { column in lines.map { TerminalText.width($0[column].text) }.max() ?? 0 }
        return lines.map { line($0, widths: widths, style: style) + "\n" }.joined()
    }

    private func line(_ cells: [Cell], widths: [Int], style: Style) -> String {
        var text = ""
        for (index, cell) in cells.enumerated() {
            text += style.paint(cell.text, cell.tone)
            guard index < cells.count - 1 else { break }
            text += String(repeating: " ", count: widths[index] - TerminalText.width(cell.text) + 3)
        }
        return text
    }
}
