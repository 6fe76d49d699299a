/// The metrics that Rondo records of itself; the field table lists them under AlertRule.
///
/// Rates are 0 to 1 (but `request.rate`, which is requests a second), durations seconds.
package enum MetricName: String, Hashable, Sendable, Codable, CaseIterable {
    case runPassRate = "run.pass_rate"
    case runFailed = "run.failed"
    case runErrored = "run.errored"
    case runSkipped = "run.skipped"
    case runFlaky = "run.flaky"
    case runDuration = "run.duration"
    case testDuration = "test.duration"
    case requestDuration = "request.duration"
    case requestRate = "request.rate"
    case requestErrorRate = "request.error_rate"
    case coverageLine = "coverage.line"
    case driftOpen = "drift.open"
    case cacheHitRate = "cache.hit_rate"

    /// What one sample says, in one sentence.
    package var meaning: String {
        switch self {
        case .runPassRate: "The share of a run's tests that passed, of those that ran."
        case .runFailed: "How many tests of a run failed or timed out."
        case .runErrored: "How many tests of a run errored."
        case .runSkipped: "How many tests of a run were skipped or cancelled."
        case .runFlaky: "How many tests of a run passed only after a retry."
        case .runDuration: "Seconds from a run's start to its end."
        case .testDuration: "Seconds that the last attempt of a test took."
        case .requestDuration: "Seconds from the start of a request to its last byte."
        case .requestRate: "Requests a second over a run."
        case .requestErrorRate: "The share of a run's requests that had no answer or one of 500 and more."
        case .coverageLine: "The share of the lines that could run in a run's tests and did, by their coverage reports."
        case .driftOpen: "How many drift findings of an environment are open."
        case .cacheHitRate: "The share of lookups that a cache policy answered, since the controller started."
        }
    }

    /// How a value is written for people.
    package var unit: MetricUnit {
        switch self {
        case .runDuration, .testDuration, .requestDuration: .seconds
        case .runPassRate, .requestErrorRate, .coverageLine, .cacheHitRate: .share
        case .requestRate: .perSecond
        case .runFailed, .runErrored, .runSkipped, .runFlaky, .driftOpen: .count
        }
    }
}

package enum MetricUnit: Hashable, Sendable, CaseIterable {
    case seconds, share, perSecond, count
}
