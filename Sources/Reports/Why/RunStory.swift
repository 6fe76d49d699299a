import Foundation
import Model

/// A run from the commit that it tested to its first failure.
struct RunStory {
    let workers: [WorkerID: String]
    let now: Date
    let style: Style

    private static let limit = 300
    /// Tests whose attempts are told; `describe` has them all.
    private static let taskLimit = 8

    func text(_ run: RunDetail) -> String {
        var story = Story()
        tell(run, in: &story)
        return story.text
    }

    func tell(_ run: RunDetail, in story: inout Story) {
        story.tell("commit", run.revision.map(RevisionText.line))
        story.tell("due", CauseText.words(run.cause))
        switch run.stage {
        case .requested(let request):
            let cache = request.usesCache ? "" : ", without the cache"
            story.tell("waits", "since \(Spans.age(of: request.requestedAt, at: now)) for its start\(cache)")
        case .active(let active):
            story.tell(
                "runs",
                ["for \(Spans.age(of: active.startedAt, at: now))" + places(run)]
                    + ["\(active.counts.finished) of \(counted(active.total, "test")) ended"]
                    + active.unschedulable.sorted { $0.key < $1.key }.map { Self.safe("`\($0.key)`: \($0.value)") })
            story.tell("cached", cached(run))
            story.tell("attempts", attempts(run))
        case .ended(let verdict):
            story.tell(
                "ran", "\(Spans.age(of: verdict.startedAt, at: now)) ago for \(Spans.took(verdict.took))\(places(run))")
            story.tell("cached", cached(run))
            story.tell("attempts", attempts(run))
            story.tell("ended", [ending(verdict, run)] + failures(run))
        }
    }

    /// ` on pool-0, pool-1, 9 tests in 11 attempts`; nothing when no test was run.
    private func places(_ run: RunDetail) -> String {
        let attempts = run.tasks.flatMap(\.attempts)
        guard !attempts.isEmpty else { return "" }
        let names = Set(attempts.map { workers[$0.worker] ?? $0.worker.rawValue }).sorted()
        let ran = run.tasks.count { !$0.attempts.isEmpty }
        let tries = attempts.count == ran ? "" : " in \(attempts.count) attempts"
        return " on \(Self.safe(names.joined(separator: ", "))): \(counted(ran, "test"))\(tries)"
    }

    /// `3 of 9 tests, from r-…`
    private func cached(_ run: RunDetail) -> String? {
        let tests = run.tasks.count { $0.cached != nil }
        guard tests > 0 else { return nil }
        let from = run.cachedFrom.map(\.rawValue).joined(separator: ", ")
        return "\(tests) of \(counted(run.tasks.count, "test")), from \(Self.safe(from))"
    }

    /// `place order: 1 errored on pool-0, 2 failed on pool-1`, of tests that were tried again or did not pass.
    private func attempts(_ run: RunDetail) -> [String] {
        let told = run.tasks.filter { $0.attempts.count > 1 || !$0.attempts.isEmpty && $0.needsAttention }
        let lines = told.prefix(Self.taskLimit).map { task in
            let tries = task.attempts.map { attempt in
                let outcome = attempt.result?.outcome.words ?? "running"
                return "\(attempt.number) \(outcome) on \(workers[attempt.worker] ?? attempt.worker.rawValue)"
            }
            return Self.safe("\(task.name): \(tries.joined(separator: ", "))")
        }
        return lines + (told.count > lines.count ? ["and \(counted(told.count - lines.count, "more test"))"] : [])
    }

    private func ending(_ verdict: Verdict, _ run: RunDetail) -> String {
        let outcome = style.paint(verdict.outcome.words, Outcome?.some(verdict.outcome).tone)
        let counts = RunReport.counts(
            verdict.counts, flaky: run.tasks.filter(\.flaky).map(\.name), style: style)
        return "\(outcome)   \(counts)"
    }

    /// The first test that did not pass with the first thing that was wrong, and where to read of the others.
    private func failures(_ run: RunDetail) -> [String] {
        let failed = run.tasks.filter(\.needsAttention)
        guard let first = failed.first else { return [] }
        let others = failed.count == 1 ? "" : "   (and \(failed.count - 1) more)"
        return [
            style.paint("✘", .bad) + " \(Self.safe(first.name)): \(Self.safe(first.firstProblem))\(others)",
            "all of it: rondo describe run/\(Self.safe(run.id.rawValue))",
        ]
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: limit) }
}

extension TaskRecord {
    /// One sentence on what went wrong.
    fileprivate var firstProblem: String {
        let result = attempts.last?.result
        if let failure = result?.failures.first {
            return "\(failure.query): expected \(failure.expected), got \(failure.actual)"
        }
        return result?.message ?? message ?? outcome.words
    }
}
