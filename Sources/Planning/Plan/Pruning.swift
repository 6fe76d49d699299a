import Model

/// Decides what becomes of objects that were applied and that git no longer lists.
struct Pruning {
    let facts: Facts
    let holds: Holds

    /// Dependents first; each object's runs and instances end before the object does.
    func steps() -> (actions: [PlannedAction], waiting: [WaitingObject], paused: [PausedObject]) {
        let accepted = facts.objects.values.filter { $0.source == facts.set.source }
        let leaving = accepted.filter { facts.isLeaving($0.identity) }
        guard !leaving.isEmpty else { return (orphanedRuns(), [], []) }
        let isWhole = leaving.count == accepted.count
        let graph = DependencyGraph(leaving.map(\.declared))
        let staying = dependentsThatStay(leaving)

        var actions: [PlannedAction] = orphanedRuns()
        var waiting: [WaitingObject] = []
        var held: [ObjectIdentity: HoldReason] = [:]
        var paused: [PausedObject] = []
        var blocked = Set<ObjectIdentity>()
        for identity in graph.order.reversed() {
            guard let object = facts.objects[identity] else { continue }
            let dependents = graph.dependents[identity] ?? []
            if let pause = facts.pause(of: object.declared) {
                // What it needs stays with it.
                blocked.insert(identity)
                paused.append(PausedObject(object: identity, reason: pause))
                continue
            }
            let blockers = (staying[identity] ?? []) + dependents.filter(blocked.contains)
            let inherited = dependents.compactMap { held[$0] }.first
            let parts = parts(
                of: object, after: dependents, held: holds.leaving(object, isWhole: isWhole), inherited: inherited)
            if let hold = parts.last?.held {
                held[identity] = hold
                actions += parts
            } else if blockers.isEmpty {
                actions += parts
            } else {
                blocked.insert(identity)
                waiting.append(WaitingObject(object: identity, waitsFor: blockers.sorted()))
            }
        }
        return (actions, waiting, paused)
    }

    /// Objects outside of the leaving ones that still need one of them, by what is desired or by what is applied.
    private func dependentsThatStay(_ leaving: [ObservedObject]) -> [ObjectIdentity: [ObjectIdentity]] {
        let gone = Set(leaving.map(\.identity))
        let applied = facts.objects.values.map(\.declared).filter { !gone.contains($0.identity) }
        var staying: [ObjectIdentity: Set<ObjectIdentity>] = [:]
        for object in Array(facts.desired.values) + applied {
            for needed in DependencyGraph.dependencies(of: object) where gone.contains(needed) {
                staying[needed, default: []].insert(object.identity)
            }
        }
        return staying.mapValues { $0.sorted() }
    }

    private func parts(
        of object: ObservedObject, after dependents: [ObjectIdentity], held: HoldReason?, inherited: HoldReason?
    ) -> [PlannedAction] {
        let identity = object.identity
        let ends = endingInstances(of: object).map { instance, operation in
            let hold = inherited ?? holds.unlessApproved(held, identity, instance.id)
            return PlannedAction(
                object: identity, operation: operation, reason: .removedFromGit, after: dependents, held: hold)
        }
        // An object outlives what was not let go of it.
        let hold = inherited ?? ends.lazy.compactMap(\.held).first ?? holds.unlessApproved(held, identity)
        let runs = (facts.runs[identity] ?? []).filter { !$0.isEnding }.map { PlanOperation.cancelRun($0.id) }
        return runs.map { PlannedAction(object: identity, operation: $0, reason: .removedFromGit, held: hold) }
            + ends
            + [
                PlannedAction(
                    object: identity, operation: .deleteObject, reason: .removedFromGit, after: dependents, held: hold)
            ]
    }

    /// One that is ending already is among them: ending it again waits until it is gone.
    private func endingInstances(of object: ObservedObject) -> [(ObservedInstance, PlanOperation)] {
        guard case .cloudResource(let spec) = object.declared.spec else { return [] }
        return (facts.instances[object.identity] ?? []).filter { $0.state != .terminated }.reversed().map {
            ($0, .ending($0, policy: spec.deletionPolicy))
        }
    }

    /// Runs of suites that are neither desired nor remembered.
    private func orphanedRuns() -> [PlannedAction] {
        facts.runs.keys.sorted().filter { facts.desired[$0] == nil && facts.objects[$0] == nil }.flatMap { suite in
            (facts.runs[suite] ?? []).filter { !$0.isEnding }.map { run in
                PlannedAction(
                    object: suite, operation: .cancelRun(run.id), reason: .removedFromGit, held: holds.sourceHold)
            }
        }
    }
}
