/// What a report adds up to, counted from its cases: what a report says of its own sums is not read.
package struct ReportTally: Hashable, Sendable {
    package private(set) var counts = OutcomeCounts()
    /// Suites with a failure outside of their cases.
    package private(set) var suiteFailures = 0
    /// The sum of what the cases took.
    package private(set) var seconds = 0.0

    package init() {}

    package mutating func add(_ event: ReportEvent) {
        switch event {
        case .ended(let ended):
            counts.add(ended.outcome, flaky: ended.isFlaky)
            seconds += ended.seconds ?? 0
        case .suiteFailed: suiteFailures += 1
        }
    }

    /// Takes the sums that a result has, which also counts what was not kept.
    package mutating func settle(on cases: AttemptCases) {
        counts = cases.counts
        suiteFailures = cases.suiteFailures
    }

    package static func + (left: ReportTally, right: ReportTally) -> ReportTally {
        var sum = left
        sum.counts = left.counts + right.counts
        sum.suiteFailures += right.suiteFailures
        sum.seconds += right.seconds
        return sum
    }

    package var cases: Int { counts.finished }

    /// Whether nothing failed or errored, in a case or outside of one.
    package var isGood: Bool { counts.failed + counts.errored + counts.timedOut + suiteFailures == 0 }
}
