package import Foundation
package import Model

/// Compares what git wants with what was seen, and says what to do about it.
///
/// Total and deterministic: every pair of states gives a plan, and the order in which they list things does not matter.
/// One plan is about one source; what other sources own is only looked at.
package enum Planner {
    package static func plan(
        desired: DesiredState, observed: ObservedState, policy: PlanPolicy = PlanPolicy()
    ) -> Plan {
        guard let set = desired.set else {
            return Plan(hash: Digests.plan(revision: nil, actions: []), revision: nil, actions: [], unchanged: 0)
        }
        let facts = Facts(set, observed)
        let graph = DependencyGraph(Array(facts.desired.values))
        let sourceHold = hold(desired)
        func draft(_ excesses: [PruneScope: PruneExcess]) -> PlanDraft {
            PlanDraft(
                facts: facts, graph: graph, policy: policy,
                holds: Holds(facts: facts, sourceHold: sourceHold, excesses: excesses))
        }
        var best = draft([:])
        // What is over a budget is only known once everything that would go is.
        let excesses = PruneBudget(facts: facts).excesses(of: best.budgeted)
        if !excesses.isEmpty { best = draft(excesses) }
        return Plan(
            hash: Digests.plan(revision: set.revision, actions: best.actions), revision: set.revision,
            actions: best.actions, unchanged: best.unchanged, cycles: graph.cycles, waiting: best.waiting,
            impossible: best.impossible, rollouts: best.rollouts, paused: best.paused
        ).approvable(as: set)
    }

    /// When time alone changes the plan next: a slot of a schedule, the age of a result, the end of a pause after an
    /// errored run, of a time of grace, of a budget's window, of an approval, of a `ttl` or of a suspension, the opening
    /// of a sync window. nil when it never does.
    package static func nextLook(
        desired: DesiredState, observed: ObservedState, policy: PlanPolicy = PlanPolicy()
    ) -> Date? {
        let records = Dictionary(observed.suites.map { ($0.key, $0) }) { first, _ in first }
        let marks = Dictionary(observed.schedules.map { ($0.suite, $0) }) { first, _ in first }
        let runs = Dictionary(grouping: observed.runs, by: \.key)
        let times = (desired.set?.suites ?? []).flatMap { suite -> [Date] in
            let record = records[suite.key]
            let times = SuiteTimes(
                suite, record: record, mark: marks[suite.key.suite], active: runs[suite.key] ?? [])
            var found = [times.slot(at: observed.time), times.expiry]
            if let record, record.errored != nil, let errored = times.errored(with: Digests.suiteInputs(of: suite)) {
                found.append(policy.nextTry(after: errored, tries: record.erroredTries))
            }
            return found.compactMap(\.self)
        }
        let ends = PruneTimes(desired: desired, observed: observed).ends
        let changes = TimedChanges.moments(desired: desired, observed: observed)
        return (times + ends + changes).filter { $0 > observed.time }.min()
    }

    /// What lies behind a plan, for people: fields with both values, and the instances that would end.
    package static func details(of plan: Plan, desired: DesiredState, observed: ObservedState) -> PlanDetails {
        details(of: plan, declared: desired.set?.objects ?? [], observed: observed)
    }

    static func details(of plan: Plan, declared: [DeclaredObject], observed: ObservedState) -> PlanDetails {
        let declared = Dictionary(declared.map { ($0.identity, $0) }) { first, _ in first }
        let applied = Dictionary(observed.objects.map { ($0.identity, $0) }) { first, _ in first }
        let instances = Dictionary(observed.instances.map { ($0.id, $0) }) { first, _ in first }
        let ending = Dictionary(grouping: plan.actions, by: \.object).mapValues { actions in
            actions.compactMap { action -> ObservedInstance? in
                guard case .deleteInstance(let id) = action.operation else { return nil }
                return instances[id]
            }
        }
        let identities = Set(plan.actions.map(\.object) + plan.waiting.map(\.object) + plan.paused.map(\.object))
            .sorted()
        return PlanDetails(
            observedAt: observed.time,
            objects: identities.map { identity in
                let old = applied[identity]?.declared
                let changes =
                    if let old, let new = declared[identity] { ObjectChanges.between(old, new) } else {
                        [FieldChange]()
                    }
                return PlannedObject(
                    object: identity, isNew: old == nil, changes: changes, instances: ending[identity] ?? [])
            })
    }

    /// What keeps everything that git does not list from ending.
    private static func hold(_ desired: DesiredState) -> HoldReason? {
        switch desired {
        case .known(let set): set.unreadable.isEmpty ? nil : .brokenManifest
        case .stale(_, let reason): .sourceStale(reason)
        case .unknown: nil
        }
    }
}
