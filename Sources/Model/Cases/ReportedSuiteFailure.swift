/// What went wrong in a suite outside of its cases, as when its setup throws.
package struct ReportedSuiteFailure: Hashable, Sendable, Codable {
    /// The suite and those around it, the outermost first.
    package var suites: [String]
    package var failure: ReportedFailure

    package init(suites: [String], failure: ReportedFailure) {
        self.suites = suites
        self.failure = failure
    }
}
