import Foundation
package import Model

/// What statuses tell beyond desired and observed state.
package struct AssessmentContext: Hashable, Sendable {
    package let workers: [WorkerRecord]
    /// Workers that run a task.
    package let busy: Set<WorkerID>
    /// The last failure of an object's actions, with the next try.
    package let failures: [ObjectIdentity: String]
    /// How long a worker may be silent before it counts as offline.
    package let offlineAfter: TimeSpan
    package let policy: PlanPolicy
    package let alerts: [ObjectIdentity: AlertView]
    package let caches: [ObjectIdentity: CacheStatistics]
    package let openDrift: [DriftRecord]
    /// What buckets do not take, by Environment.
    package let artifacts: [ObjectIdentity: WaitingArtifacts]

    package init(
        workers: [WorkerRecord] = [], busy: Set<WorkerID> = [], failures: [ObjectIdentity: String] = [:],
        offlineAfter: TimeSpan = .seconds(15), policy: PlanPolicy = PlanPolicy(),
        alerts: [ObjectIdentity: AlertView] = [:], caches: [ObjectIdentity: CacheStatistics] = [:],
        openDrift: [DriftRecord] = [], artifacts: [ObjectIdentity: WaitingArtifacts] = [:]
    ) {
        self.workers = workers
        self.busy = busy
        self.failures = failures
        self.offlineAfter = offlineAfter
        self.policy = policy
        self.alerts = alerts
        self.caches = caches
        self.openDrift = openDrift
        self.artifacts = artifacts
    }

    /// The state of the worker that an instance is, or nil while none has joined.
    func worker(of instance: ObservedInstance, at time: Date) -> WorkerState? {
        let worker = workers.first { worker in
            worker.tags.object == instance.tags.object && worker.tags.ordinal == instance.tags.ordinal
                && worker.tags.incarnation == instance.tags.incarnation
        }
        guard let worker else { return nil }
        if time.timeIntervalSince(worker.lastSeen) > offlineAfter.seconds { return .offline }
        return busy.contains(worker.id) ? .busy : .idle
    }
}

/// Where an alert rule stands, with its last value in words.
package struct AlertView: Hashable, Sendable {
    package let record: AlertRecord
    /// `p95 84 ms < 300 ms`
    package let text: String
    /// Why its metric can't be read; nil where it can.
    package let fault: String?

    package init(record: AlertRecord, text: String, fault: String? = nil) {
        self.record = record
        self.text = text
        self.fault = fault
    }
}
