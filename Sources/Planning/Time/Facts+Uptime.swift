import Foundation
import Model

extension Facts {
    /// How long after their time instances may go on for the runs that are under way, in seconds.
    static let stopGrace: TimeInterval = 900

    /// Whether the schedule of a resource wants its instances stopped now.
    func isDown(_ spec: CloudResourceSpec) -> Bool {
        spec.schedule.map { !$0.isUp(at: observed.time) } ?? false
    }

    /// Whether instances that should be stopped go on, since a run is under way in their environment.
    func finishesRuns(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> Bool {
        guard let since = spec.schedule?.downSince(observed.time),
            observed.time.timeIntervalSince(since) < Self.stopGrace
        else { return false }
        return observed.runs.contains { run in
            run.key.environment == spec.environment && run.key.suite.namespace == object.identity.namespace
                && run.counts.finished + run.unschedulable.count < run.total
        }
    }

    /// The worker pools of an environment when all of them are stopped by their schedules; none when one may run.
    func stoppedPools(of environment: ObjectIdentity) -> [ObjectIdentity] {
        guard let pools = pools[environment], pools.allSatisfy(\.isDown) else { return [] }
        return pools.map(\.identity).sorted()
    }

    /// By environment, where a pool has a schedule at all.
    static func pools(
        of desired: [ObjectIdentity: DeclaredObject], at time: Date
    ) -> [ObjectIdentity: [WorkerPool]] {
        var pools: [ObjectIdentity: [WorkerPool]] = [:]
        var hasSchedule = false
        for (identity, object) in desired {
            guard case .cloudResource(let spec) = object.spec, spec.worker != nil, spec.replicas > 0 else { continue }
            if spec.schedule != nil { hasSchedule = true }
            let environment = ObjectIdentity(
                kind: .environment, namespace: identity.namespace, name: spec.environment)
            let isDown = spec.schedule.map { !$0.isUp(at: time) } ?? false
            pools[environment, default: []].append(WorkerPool(identity: identity, isDown: isDown))
        }
        return hasSchedule ? pools : [:]
    }
}

/// A CloudResource whose instances are workers.
struct WorkerPool: Hashable, Sendable {
    let identity: ObjectIdentity
    let isDown: Bool
}
