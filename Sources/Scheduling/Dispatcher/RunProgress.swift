import Foundation
import Model

/// A run that has not ended, with what the dispatcher knows beside its machine.
struct RunProgress {
    var machine: RunMachine
    /// When the suite's own timeout ends it.
    let deadline: MonotonicInstant?
    /// Why no worker could ever take a task, by task; as of the last change of pools and workers.
    var unschedulable: [String: String] = [:]
    /// Tasks and reasons of which an event has told.
    var told: Set<Told> = []
    /// Set once, so that a second try to store the end tells the same.
    var endedAt: Date?
    /// When to try again to store the end, and the pause after that.
    var finishAgain: MonotonicInstant?
    var finishPause: Duration = .seconds(1)

    struct Told: Hashable {
        let task: String
        let reason: String
    }

    init(machine: RunMachine, wall: Date, now: MonotonicInstant) {
        self.machine = machine
        deadline = machine.record.suite.timeout.map { timeout in
            // After a restart only the rest of the time is left; a clock set back must not prolong it.
            let spent = Duration.milliseconds(
                Int64(max(0, wall.timeIntervalSince(machine.record.startedAt)) * 1_000))
            return now.advanced(by: max(.zero, timeout.duration - spent))
        }
    }

    var id: RunID { machine.record.id }
    var environment: ObjectIdentity { machine.record.suite.key.environmentIdentity }

    /// Why tasks can't ever run, of those that still need a worker, with those that wait for them.
    var pendingUnschedulable: [String: String] {
        guard !unschedulable.isEmpty else { return [:] }
        let pending = Set(machine.tasks.lazy.filter(\.isPending).map(\.name))
        return machine.spreading(unschedulable.filter { pending.contains($0.key) })
    }

    /// Nothing of it is due before this moment.
    var nextDeadline: MonotonicInstant? {
        if machine.isFinished { return finishAgain }
        let timeout = machine.ending == nil ? deadline : nil
        return [timeout, machine.nextDeadline].compactMap(\.self).min()
    }

    var active: ActiveRun {
        let record = machine.record
        return ActiveRun(
            id: record.id, key: record.suite.key, digest: record.digest, revision: record.revision,
            startedAt: record.startedAt, counts: machine.counts, total: machine.tasks.count,
            unschedulable: pendingUnschedulable, isEnding: machine.ending != nil)
    }
}
