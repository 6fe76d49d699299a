import Foundation
import Model

extension StatusAssessor {
    /// A suite is as it should be when a result for its present inputs exists; whether the tests passed is a
    /// condition of its own.
    func suiteAssessment(_ identity: ObjectIdentity, _ spec: TestSuiteSpec) -> Assessment {
        let keys = spec.environments.uniqued().map { SuiteKey(suite: identity, environment: $0) }
        let active = facts.runs[identity] ?? []
        let running = active.map { "running \($0.counts.finished)/\($0.total) in \($0.key.environment)" }
        let results = keys.compactMap { result(of: $0) }
        let resolved = Dictionary((facts.suites[identity] ?? []).map { ($0.key, $0) }) { first, _ in first }
        let pauses = keys.compactMap { pause($0, resolved[$0]) }
        let due = keys.compactMap { resolved[$0] }.compactMap { facts.times(of: $0).due(at: facts.observed.time) }
            .min { $0.time < $1.time }
        let isDone = keys.allSatisfy { hasResult($0, resolved[$0]) }
        let progress = (running + pauses.map(\.message)).joined(separator: "; ")
        let summary = SuiteResult.summary(of: results, named: keys.count > 1)
        return Assessment(
            isDone: facts.isApplied(identity) && isDone && active.isEmpty,
            doneReason: results.isEmpty ? .neverRun : .runFinished,
            progress: progress.isEmpty ? "a run is due" : progress,
            progressReason: running.isEmpty && !pauses.isEmpty ? .progressingWithRetry : .progressing,
            stalled: unschedulable(active) ?? pauses.first { $0.isFinal }.map { (.runErrored, $0.message) },
            facts: [passing(keys)],
            summary: running.isEmpty ? summary : running.joined(separator: "; "),
            runs: active.map(\.status)
                + keys.compactMap { key in
                    facts.records[key]?.latest.map { $0.status(in: key.environment) }
                },
            extend: { $0.due = due })
    }

    private func result(of key: SuiteKey) -> SuiteResult? {
        facts.records[key]?.latest.map { SuiteResult(environment: key.environment, verdict: $0) }
    }

    /// Whether the suite has a result for its present inputs that the clock lets stand; one that no commit makes due
    /// needs none for its inputs.
    private func hasResult(_ key: SuiteKey, _ suite: ResolvedSuite?) -> Bool {
        guard let suite else { return true }
        guard facts.times(of: suite).reason(at: facts.observed.time) == nil else { return false }
        guard suite.on.contains(.commit) else { return true }
        return facts.records[key]?.conclusive?.digest == facts.digest(of: key)
    }

    /// The pause after a run of the present inputs that ended `errored`.
    private func pause(_ key: SuiteKey, _ suite: ResolvedSuite?) -> (message: String, isFinal: Bool)? {
        guard let suite, let record = facts.records[key], record.errored != nil, let digest = facts.digest(of: key),
            let errored = facts.times(of: suite).errored(with: digest)
        else { return nil }
        let tries = record.erroredTries
        guard let next = context.policy.nextTry(after: errored, tries: tries) else {
            return ("errored \(tries) times in \(key.environment), last in run \(errored.run)", true)
        }
        let time = next.formatted(.iso8601)
        return (
            "errored in \(key.environment), try \(tries + 1) of \(context.policy.maxErroredTries) at \(time)", false
        )
    }

    /// Tasks that no worker can ever run.
    private func unschedulable(_ runs: [ActiveRun]) -> (reason: ConditionReason, message: String)? {
        let tasks = runs.flatMap { run in run.unschedulable.sorted { $0.key < $1.key } }
        guard !tasks.isEmpty else { return nil }
        let list = tasks.map { "\($0.value) (task “\($0.key)”)" }.uniqued()
        return (.unschedulable, "unschedulable: \(list.joined(separator: ", "))")
    }

    private func passing(_ keys: [SuiteKey]) -> Assessment.Fact {
        let verdicts = keys.compactMap { key in facts.records[key]?.conclusive.map { (key.environment, $0) } }
        let failed = verdicts.filter { $0.1.outcome == .failed || $0.1.outcome == .timedOut }
        if !failed.isEmpty {
            let list = failed.map { environment, verdict in
                "\(verdict.counts.failed + verdict.counts.timedOut) of \(verdict.counts.finished) failed in \(environment)"
            }
            return fact(.no, .testsFailed, list.joined(separator: ", "))
        }
        if verdicts.count < keys.count { return fact(.unknown, .neverRun, "not every environment has a result") }
        if verdicts.contains(where: { $0.1.outcome == .cancelled }) {
            return fact(.unknown, .runCancelled, "the last run was cancelled")
        }
        return fact(.yes, .testsPassed, "no test failed")
    }

    private func fact(_ status: Condition.Value, _ reason: ConditionReason, _ message: String) -> Assessment.Fact {
        Assessment.Fact(type: .passing, status: status, reason: reason, message: message)
    }
}
