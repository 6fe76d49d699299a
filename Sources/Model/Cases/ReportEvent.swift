/// What a report tells while it is read.
package enum ReportEvent: Hashable, Sendable {
    case ended(ReportedCase)
    case suiteFailed(ReportedSuiteFailure)
}
