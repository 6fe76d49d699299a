import Foundation

/// How many cells a terminal has now.
struct TerminalSize: Hashable, Sendable {
    let columns: Int
    let rows: Int

    static let usual = TerminalSize(columns: 80, rows: 24)

    /// As the terminal says; else as `COLUMNS` and `LINES` do, else 80 × 24.
    ///
    /// Asked for at each drawing, so that nobody has to be told of a change.
    static func current(
        of descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> TerminalSize {
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        func cells(_ told: UInt16, _ name: String, _ usual: Int) -> Int {
            if isKnown, told > 0 { return Int(told) }
            return environment[name].flatMap(Int.init).flatMap { (1...10_000).contains($0) ? $0 : nil } ?? usual
        }
        return TerminalSize(
            columns: cells(size.ws_col, "COLUMNS", usual.columns), rows: cells(size.ws_row, "LINES", usual.rows))
    }
}
