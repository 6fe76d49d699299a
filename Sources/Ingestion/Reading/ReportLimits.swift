/// The most that is taken of a report, which comes from outside.
package struct ReportLimits: Hashable, Sendable {
    /// Of a whole report; more is an error.
    package var bytes = 1 << 30
    /// Of a report that must be held whole, as those in SARIF; more is an error.
    package var document = 64 << 20
    /// Findings of a report; more is an error.
    package var findings = 100_000
    /// Elements or subtests within each other; more is an error.
    package var depth = 100
    /// Cases of a report; more is an error.
    package var cases = 5_000_000
    /// Bytes of one tag with its attributes, or of one comment; more is an error.
    package var token = 4 << 20
    /// Bytes of a name or a path; longer ones are cut, and say so.
    package var name = 4 << 10
    /// Bytes of a message; longer ones are cut, and say so.
    package var message = 16 << 10
    /// Bytes of the details of a failure; longer ones are cut, and say so.
    package var text = 64 << 10
    /// Failures and tries that are kept of one case; the others are counted.
    package var failures = 20

    package init() {}

    /// For cases that are kept: what a person looks at, and not every stack trace in full.
    package static let kept: ReportLimits = {
        var limits = ReportLimits()
        limits.name = 1 << 10
        limits.message = 4 << 10
        limits.text = 16 << 10
        limits.failures = 5
        return limits
    }()
}
