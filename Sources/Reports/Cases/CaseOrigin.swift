package import Model

/// Where a case was reported.
package struct CaseOrigin: Hashable, Sendable {
    /// As the report is called.
    package let report: String
    /// The test of a run whose command wrote it; nil for a report that was named by hand.
    package let test: String?
    /// Of the test, from 1.
    package let attempt: Int?

    package init(report: String, test: String? = nil, attempt: Int? = nil) {
        self.report = report
        self.test = test
        self.attempt = attempt
    }

    package init(_ stored: StoredCase) {
        self.init(report: stored.entry.report, test: stored.task, attempt: stored.attempt)
    }

    /// `unit tests: out.xml`
    var label: String { test.map { "\($0): \(report)" } ?? report }
}
