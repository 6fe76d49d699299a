import Foundation
package import Model

/// What is measured of runs and attempts.
///
/// A cached test was not run, so it is measured by nothing but the pass rate.
package enum RunMetrics {
    /// The samples of a run, as of its end.
    ///
    /// Its duration only if something was tried, and what concerns requests only if there were some.
    package static func samples(of run: FinishedRun) -> [MetricSample] {
        let counts = run.verdict.counts
        let failed = counts.failed + counts.timedOut
        let ran = counts.passed + failed + counts.errored
        let results = run.tasks.filter { $0.cached == nil }.flatMap(\.attempts).compactMap(\.result)
        let exchanges = results.compactMap(\.exchange)
        let seconds = run.verdict.endedAt.timeIntervalSince(run.verdict.startedAt)

        var values: [(MetricName, Double)] = []
        if ran > 0 { values.append((.runPassRate, Double(counts.passed) / Double(ran))) }
        values += [
            (.runFailed, Double(failed)), (.runErrored, Double(counts.errored)),
            (.runSkipped, Double(counts.skipped + counts.cancelled)), (.runFlaky, Double(counts.flaky)),
        ]
        // A clock that was set back meanwhile has measured nothing.
        if !results.isEmpty, seconds >= 0 { values.append((.runDuration, seconds)) }
        if !exchanges.isEmpty {
            if seconds > 0 { values.append((.requestRate, Double(exchanges.count) / seconds)) }
            let errors = exchanges.count { ($0.status ?? 500) >= 500 }
            values.append((.requestErrorRate, Double(errors) / Double(exchanges.count)))
        }
        if let rate = run.verdict.coverage?.rate { values.append((.coverageLine, rate)) }
        let tags = tags(of: run.key)
        return values.map { MetricSample($0, tags: tags, value: $1, time: run.verdict.endedAt) }
    }

    /// The samples of one attempt, as of its end.
    ///
    /// How long a test takes is told only by attempts that came to a verdict: a skipped, cancelled or errored one ended
    /// for another reason.
    ///
    /// - Parameters:
    ///   - service: the one service that the test talks to; nil when there is none or several.
    ///   - provider: of the environment's cloud, where it is known.
    package static func samples(
        ofAttempt result: TaskResult, task: String, key: SuiteKey, service: String?, worker: String,
        provider: String? = nil
    ) -> [MetricSample] {
        var tags = tags(of: key)
        tags["test"] = task
        tags["worker"] = worker
        tags["service"] = service
        tags["provider"] = provider
        let end = result.startedAt.addingTimeInterval(result.duration.seconds)

        var values: [(MetricName, TimeSpan)] = []
        switch result.outcome {
        case .passed, .failed, .timedOut: values.append((.testDuration, result.duration))
        case .errored, .skipped, .cancelled: break
        }
        if let total = result.exchange?.total { values.append((.requestDuration, total)) }
        return values.map { MetricSample($0, tags: tags, value: $1.seconds, time: end) }
    }

    private static func tags(of key: SuiteKey) -> [String: String] {
        ["namespace": key.suite.namespace, "environment": key.environment, "suite": key.suite.name]
    }
}
