import Model

/// Coverage in words.
enum CoverageText {
    /// `83.2 % of 120 lines`; nil without a line.
    static func text(_ coverage: LineCoverage) -> String? {
        guard let rate = coverage.rate else { return nil }
        let tenths = Int((rate * 1_000).rounded(.down))
        return "\(tenths / 10).\(tenths % 10) % of \(counted(coverage.lines, "line"))"
    }
}
