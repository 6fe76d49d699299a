import Foundation
import Model

/// How the last run of a suite in one environment is told in one line.
struct SuiteResult {
    let environment: String
    let verdict: Verdict

    /// `passed 8, flaky 1 (main@sha1:4f2c91e)`; with several environments each is named.
    static func summary(of results: [SuiteResult], named: Bool) -> String {
        guard let first = results.first else { return "never run" }
        let isSame = results.allSatisfy { $0.verdict.revision == first.verdict.revision }
        let parts = results.map { result in
            (named ? "\(result.environment): " : "") + result.counts
                + (isSame ? "" : " (\(result.verdict.revision.short))")
        }
        return parts.joined(separator: "; ") + (isSame ? " (\(first.verdict.revision.short))" : "")
    }

    /// In four groups, timed out as failed and cancelled as skipped; groups without a task are left out.
    private var counts: String {
        let counts = verdict.counts
        let groups = [
            ("passed", counts.passed), ("failed", counts.failed + counts.timedOut), ("errored", counts.errored),
            ("skipped", counts.skipped + counts.cancelled), ("flaky", counts.flaky), ("cached", counts.cached),
        ]
        let told = groups.filter { $0.1 > 0 }.map { "\($0.0) \($0.1)" }
        return told.isEmpty ? verdict.outcome.rawValue : told.joined(separator: ", ")
    }
}

extension Verdict {
    func status(in environment: String) -> RunStatus {
        RunStatus(
            id: run, environment: environment, revision: revision.description, outcome: outcome, counts: counts,
            startedAt: startedAt,
            duration: .milliseconds(Int64(max(0, endedAt.timeIntervalSince(startedAt)) * 1_000)))
    }
}

extension ActiveRun {
    var status: RunStatus {
        RunStatus(
            id: id, environment: key.environment, revision: revision.description, outcome: nil, counts: counts,
            startedAt: startedAt, duration: nil)
    }
}
