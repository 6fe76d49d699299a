package import Model

/// How much of the code a run covered, alone or beside an earlier one.
package enum CoverageText {
    /// `83.1 % of 1000 lines`; nil without a line.
    static func text(_ coverage: LineCoverage) -> String? {
        tenths(coverage).map { "\(decimal($0)) % of \(counted(coverage.lines, "line"))" }
    }

    /// `83.1 % (831 of 1000 lines), +0.4 since r-…`
    ///
    /// - Parameter earlier: the last run before it that reports coverage.
    package static func text(_ coverage: LineCoverage, earlier: (run: RunID, coverage: LineCoverage)?) -> String {
        guard let tenths = tenths(coverage) else { return "no line that could run" }
        let share = "\(decimal(tenths)) % (\(coverage.covered) of \(counted(coverage.lines, "line")))"
        guard let earlier, let before = Self.tenths(earlier.coverage) else { return share }
        let change = tenths - before
        let words = change == 0 ? "as in" : "\(change > 0 ? "+" : "−")\(decimal(abs(change))) since"
        return "\(share), \(words) \(TerminalText.safe(earlier.run.rawValue, limit: 100))"
    }

    /// In tenths of a percent; all is said only of all, and none only of none.
    private static func tenths(_ coverage: LineCoverage) -> Int? {
        guard let rate = coverage.rate else { return nil }
        let rounded = Int((rate * 1_000).rounded())
        if coverage.covered > 0, coverage.covered < coverage.lines { return min(max(rounded, 1), 999) }
        return rounded
    }

    private static func decimal(_ tenths: Int) -> String { "\(tenths / 10).\(tenths % 10)" }
}
