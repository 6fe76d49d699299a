import Foundation
package import Model

/// One run at any point of its life, with what is known of its tasks.
package struct RunDetail: Sendable {
    package enum Stage: Sendable {
        /// Asked for, and not started.
        case requested(RunRequest)
        case active(ActiveRun)
        case ended(Verdict)
    }

    package let id: RunID
    package let key: SuiteKey
    package let stage: Stage
    /// Why it was due; nil where that was not recorded.
    package let cause: PlanReason?
    /// Those that have ended, in the order of the run.
    package let tasks: [TaskRecord]

    package init(id: RunID, key: SuiteKey, stage: Stage, cause: PlanReason? = nil, tasks: [TaskRecord] = []) {
        self.id = id
        self.key = key
        self.stage = stage
        self.cause = cause
        self.tasks = tasks
    }

    /// nil before it has ended.
    package var finished: FinishedRun? {
        switch stage {
        case .ended(let verdict): FinishedRun(key: key, verdict: verdict, tasks: tasks)
        case .requested, .active: nil
        }
    }

    /// The commit whose tests it runs; nil before it has started.
    var revision: Revision? {
        switch stage {
        case .requested: nil
        case .active(let run): run.revision
        case .ended(let verdict): verdict.revision
        }
    }

    /// When it was asked for or, once it has, when it started.
    var time: Date {
        switch stage {
        case .requested(let request): request.requestedAt
        case .active(let run): run.startedAt
        case .ended(let verdict): verdict.startedAt
        }
    }

    /// The runs whose results stand for tests that were not run, each once.
    var cachedFrom: [RunID] {
        var seen = Set<RunID>()
        return tasks.compactMap(\.cached?.run).filter { seen.insert($0).inserted }
    }
}

extension Verdict {
    var took: TimeSpan { .milliseconds(Int64(max(0, endedAt.timeIntervalSince(startedAt)) * 1_000)) }
}
