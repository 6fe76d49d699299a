package import Foundation

/// One case of a report that another tool wrote, such as JUnit XML or TAP.
package struct ReportedCase: Hashable, Sendable {
    /// Empty where the report gives none.
    package var name: String
    /// JUnit's `classname`.
    package var className: String?
    /// The suites that it stands in, the outermost first.
    package var suites: [String]
    /// Where the test is written, as far as the tool says.
    package var file: String?
    package var line: Int?
    /// `passed`, `failed`, `errored` or `skipped`.
    package var outcome: Outcome
    /// The word for the outcome that the tool put beside it, unread.
    package var status: String?
    /// Several where the tool reports several; of the last try.
    package var failures: [ReportedFailure]
    /// How many more the report has, which were not kept.
    package var failuresLeftOut: Int
    /// Every try in order; empty when there was only one.
    package var attempts: [ReportedAttempt]
    /// Why it was skipped.
    package var reason: String?
    /// How long it took; nil where the report does not say, or says what can't be.
    package var seconds: Double?
    package var startedAt: Date?

    package init(
        name: String, className: String? = nil, suites: [String] = [], file: String? = nil, line: Int? = nil,
        outcome: Outcome = .passed, status: String? = nil, failures: [ReportedFailure] = [], failuresLeftOut: Int = 0,
        attempts: [ReportedAttempt] = [], reason: String? = nil, seconds: Double? = nil, startedAt: Date? = nil
    ) {
        self.name = name
        self.className = className
        self.suites = suites
        self.file = file
        self.line = line
        self.outcome = outcome
        self.status = status
        self.failures = failures
        self.failuresLeftOut = failuresLeftOut
        self.attempts = attempts
        self.reason = reason
        self.seconds = seconds
        self.startedAt = startedAt
    }

    /// It passed at last, after a try that did not.
    package var isFlaky: Bool { outcome == .passed && attempts.count > 1 }
}
