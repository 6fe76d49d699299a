package import Foundation
package import Model

/// What the live view remembers from one picture to the next: since when work goes on, and what was planned and retried.
package struct ProgressTracker: Sendable {
    package private(set) var isSettled = false
    /// When the present work, or the last one, began.
    package private(set) var began: Date
    package private(set) var retried: [ObjectIdentity: Int] = [:]
    /// The most that was planned since the work began.
    package private(set) var planned = PlannedCounts()
    /// When the newest revision came that nothing was done for so far.
    private var revisionCame: Date?

    package init(began: Date) { self.began = began }

    /// - Returns: how long the work took that this event ends; nil for any other event.
    package mutating func take(_ event: Event) -> TimeSpan? {
        if event.reason == .newRevision {
            revisionCame = event.time
            planned = PlannedCounts()
        }
        if event.tellsSettled { return settle(at: event.time) }
        if event.tellsWork { unsettle(at: event.time) }
        if let suite = event.object {
            if event.reason == .taskRetried { retried[suite, default: 0] += 1 }
            if event.reason == .runFinished || event.reason == .runErrored { retried[suite] = nil }
        }
        return nil
    }

    /// Takes in what a look at the controller found.
    package mutating func look(objects: [ObjectProgress], runs: [ActiveRun], planned: PlannedCounts, at now: Date) {
        if !runs.isEmpty && runs.contains(where: { $0.unschedulable.isEmpty })
            || objects.contains(where: { $0.standing == .working })
        {
            unsettle(at: now)
        }
        self.planned = isSettled ? planned : self.planned.merging(planned)
    }

    private mutating func settle(at time: Date) -> TimeSpan {
        isSettled = true
        revisionCame = nil
        return TimeSpan(milliseconds: Int64(max(0, time.timeIntervalSince(began)) * 1_000))
    }

    private mutating func unsettle(at time: Date) {
        guard isSettled else { return }
        isSettled = false
        began = revisionCame ?? time
        planned = PlannedCounts()
    }
}
