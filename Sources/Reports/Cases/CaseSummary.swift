package import Model

/// What one report came to.
package struct CaseSummary: Sendable {
    /// As the report is called.
    package let report: String
    /// `junit` or `tap`.
    package let format: String
    package var tally = ReportTally()
    /// Names of flaky cases, the first ones.
    package private(set) var flaky: [String] = []
    /// Why it could not be read to its end; nil when it could.
    package var error: CaseReadError?

    package init(report: String, format: String) {
        self.report = report
        self.format = format
    }

    package mutating func add(_ event: ReportEvent) {
        tally.add(event)
        if case .ended(let ended) = event, ended.isFlaky, flaky.count < 20 { flaky.append(ended.name) }
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
