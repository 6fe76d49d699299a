package import Model

/// What the commands of a run reported, as far as a description shows it.
package struct DescribedReports: Sendable {
    /// A test whose command wrote reports.
    package struct Test: Sendable {
        package let name: String
        package let cases: AttemptCases
        /// The first of its failing ones.
        package let failing: [StoredCase]

        package init(name: String, cases: AttemptCases, failing: [StoredCase]) {
            self.name = name
            self.cases = cases
            self.failing = failing
        }
    }

    package var tests: [Test]
    /// The last run before this one that reports coverage.
    package var earlier: (run: RunID, coverage: LineCoverage)?

    package init(tests: [Test] = [], earlier: (run: RunID, coverage: LineCoverage)? = nil) {
        self.tests = tests
        self.earlier = earlier
    }
}

/// The cases of a run's tests: a table of the sums, then the first line of each that failed.
struct CaseSection {
    let reports: DescribedReports
    let run: RunID
    let style: Style

    func add(to sheet: inout Sheet) {
        guard !reports.tests.isEmpty else { return }
        sheet.section("Cases", table + reports.tests.map(failing).joined())
    }

    private var table: String {
        var table = Table([
            .init("TEST"), .init("CASES"), .init("PASSED"), .init("FAILED"), .init("ERRORED"), .init("SKIPPED"),
            .init("FLAKY"),
        ])
        for test in reports.tests {
            let counts = test.cases.counts
            func bad(_ count: Int) -> Table.Cell { Table.Cell("\(count)", tone: count > 0 ? .bad : .plain) }
            table.add([
                Table.Cell(test.name), "\(counts.finished)", "\(counts.passed)", bad(counts.failed + counts.timedOut),
                bad(counts.errored), "\(counts.skipped + counts.cancelled)", "\(counts.flaky)",
            ])
        }
        return table.text(style: style)
    }

    private func failing(_ test: DescribedReports.Test) -> String {
        var lines = test.failing.map { stored in
            let said = stored.entry.event.firstLine.map { ": \(Self.safe($0))" } ?? ""
            return "\(style.paint("✘", .bad)) \(Self.safe(test.name)): \(Self.safe(stored.entry.event.title))\(said)"
        }
        let counts = test.cases.counts
        let all = counts.failed + counts.errored + counts.timedOut + test.cases.suiteFailures
        if all > lines.count {
            let what = lines.isEmpty ? "\(all) failed" : "… and \(all - lines.count) more"
            lines.append("\(what) in \(Self.safe(test.name)): rondo test results \(Self.safe(run.rawValue))")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: 200) }
}
