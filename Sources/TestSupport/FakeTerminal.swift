/// As much of a terminal as a program needs that draws below what scrolls: it wraps, scrolls, moves up and erases.
///
/// It draws each scalar for itself, as the plainest terminals do.
package struct FakeTerminal: Sendable {
    package let columns: Int
    package let rows: Int
    /// What it was sent and does not know.
    package private(set) var unknown: [String] = []
    /// How often a line went on in the next row.
    package private(set) var wraps = 0

    /// Every row, those that scrolled off at the top first; a wide character takes a cell and an empty one.
    private var cells: [[String]] = [[]]
    private var row = 0
    private var column = 0
    private var top = 0
    /// An escape sequence that has not ended.
    private var sequence = ""

    package init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }

    /// Every row that was written, without spaces at its end, and without empty rows at the end.
    package var text: [String] {
        var lines = cells.map { Self.trimmed($0.joined()) }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The rows that are not scrolled off.
    package var screen: [String] { Array(text.dropFirst(top)) }

    package mutating func feed(_ text: String) {
        for scalar in text.unicodeScalars { take(scalar) }
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        guard sequence.isEmpty else {
            sequence.unicodeScalars.append(scalar)
            if sequence.count > 2, (0x40...0x7E).contains(scalar.value) { obey() }
            return
        }
        switch scalar {
        case "\u{1B}": sequence = "\u{1B}"
        case "\r": column = 0
        case "\n": lineFeed()
        default: draw(scalar)
        }
    }

    private mutating func obey() {
        let body = sequence.dropFirst(2)
        switch body.last {
        case "A": row = max(top, row - max(1, Int(body.dropLast()) ?? 1))
        case "J" where body == "J" || body == "0J":
            cells[row].removeLast(max(0, cells[row].count - column))
            cells.removeLast(cells.count - row - 1)
        case "m": break
        default: unknown.append(sequence)
        }
        sequence = ""
    }

    private mutating func lineFeed() {
        row += 1
        if row == cells.count { cells.append([]) }
        if row >= top + rows { top += 1 }
    }

    private mutating func draw(_ scalar: Unicode.Scalar) {
        let width = Self.width(scalar)
        guard width > 0 else {
            // A mark joins what it follows.
            if column > 0, column <= cells[row].count { cells[row][column - 1].unicodeScalars.append(scalar) }
            return
        }
        if column + width > columns {
            wraps += 1
            column = 0
            lineFeed()
        }
        while cells[row].count < column + width { cells[row].append(" ") }
        cells[row][column] = String(scalar)
        if width == 2 { cells[row][column + 1] = "" }
        column += width
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        let wide: [ClosedRange<UInt32>] = [
            0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD,
        ]
        return scalar.properties.isEmojiPresentation || wide.contains { $0.contains(scalar.value) } ? 2 : 1
    }

    private static func trimmed(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
