import Model

/// What the reports of the commands of an integration test tell together.
struct StepReports: Sendable {
    private var cases: AttemptCases?
    private var coverage: LineCoverage?
    private var findings: FindingList?

    mutating func add(_ step: AttemptReport) {
        if let more = step.cases { cases = cases.map { $0 + more } ?? more }
        if let more = step.coverage { coverage = coverage.map { $0 + more } ?? more }
        guard let more = step.findings else { return }
        var list = findings ?? FindingList(threshold: .info)
        for finding in more { list.add(finding) }
        findings = list
    }

    func tell(_ report: inout AttemptReport) {
        report.cases = cases
        report.coverage = coverage
        report.findings = findings?.kept
    }
}
