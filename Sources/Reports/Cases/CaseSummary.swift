package import Model

/// What one report came to, or all reports of one test of a run.
package struct CaseSummary: Sendable {
    /// As the report or the test is called.
    package let report: String
    /// `junit` or `tap`; nil of a test.
    package let format: String?
    /// Of a test, from 1; nil of a report.
    package let attempt: Int?
    package var tally = ReportTally()
    /// Names of flaky cases, the first ones.
    package private(set) var flaky: [String] = []
    /// Why it could not be read to its end; nil when it could.
    package var error: CaseReadError?

    /// Cases that were counted and can't be shown.
    package var notKept = 0

    package init(report: String, format: String) {
        self.report = report
        self.format = format
        attempt = nil
    }

    package init(test: String, attempt: Int) {
        report = test
        format = nil
        self.attempt = attempt
    }

    package mutating func add(_ event: ReportEvent) {
        tally.add(event)
        if case .ended(let ended) = event, ended.isFlaky, flaky.count < 20 { flaky.append(ended.name) }
    }
}

extension CaseSummary {
    /// Takes the sums of a result for what is there, since not all cases may have been kept.
    package mutating func compare(with cases: AttemptCases) {
        let all = cases.counts.finished + cases.suiteFailures
        notKept = max(0, all - tally.cases - tally.suiteFailures)
        tally.settle(on: cases)
    }
}

/// Where and why the reading of a report ended.
package struct CaseReadError: Sendable {
    package let line: Int?
    package let column: Int?
    package let message: String

    package init(line: Int?, column: Int?, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }
}
