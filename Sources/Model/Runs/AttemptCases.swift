/// What the reports that an attempt's command wrote add up to; the cases themselves are kept apart.
package struct AttemptCases: Hashable, Sendable, Codable {
    package let counts: OutcomeCounts
    /// Suites with a failure outside of their cases.
    package let suiteFailures: Int
    /// Cases that are counted and not kept: beyond the bound, or the controller could not take them.
    package let leftOut: Int

    package init(counts: OutcomeCounts, suiteFailures: Int = 0, leftOut: Int = 0) {
        self.counts = counts
        self.suiteFailures = suiteFailures
        self.leftOut = leftOut
    }

    package static func + (left: AttemptCases, right: AttemptCases) -> AttemptCases {
        AttemptCases(
            counts: left.counts + right.counts, suiteFailures: left.suiteFailures + right.suiteFailures,
            leftOut: left.leftOut + right.leftOut)
    }
}

/// How many of the lines that could run did run, by the coverage reports of an attempt.
package struct LineCoverage: Hashable, Sendable, Codable {
    package let lines: Int
    package let covered: Int

    package init(lines: Int, covered: Int) {
        self.lines = lines
        self.covered = covered
    }

    /// Of tests that cover code of their own; lines that two of them share count twice.
    package static func + (left: LineCoverage, right: LineCoverage) -> LineCoverage {
        LineCoverage(lines: left.lines + right.lines, covered: left.covered + right.covered)
    }

    /// 0 to 1; nil without a line.
    package var rate: Double? { lines == 0 ? nil : Double(covered) / Double(lines) }
}

/// A file that an attempt left behind for people.
package struct AttemptArtifact: Hashable, Sendable, Codable {
    /// Relative to the working directory.
    package let path: String
    /// In bytes.
    package let size: Int
    /// SHA-256 of its content in lower-case hexadecimal, by which it is kept.
    package let sha256: String

    package init(path: String, size: Int, sha256: String) {
        self.path = path
        self.size = size
        self.sha256 = sha256
    }
}
