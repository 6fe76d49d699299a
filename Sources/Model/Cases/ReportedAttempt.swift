/// One try of a case that was tried several times.
package struct ReportedAttempt: Hashable, Sendable, Codable {
    package var outcome: Outcome
    package var failure: ReportedFailure?
    package var seconds: Double?

    package init(outcome: Outcome, failure: ReportedFailure? = nil, seconds: Double? = nil) {
        self.outcome = outcome
        self.failure = failure
        self.seconds = seconds
    }
}
