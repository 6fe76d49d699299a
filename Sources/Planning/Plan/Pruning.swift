import Model

/// Decides what becomes of objects that were applied and that git no longer lists.
struct Pruning {
    let facts: Facts
    let sourceHold: HoldReason?

    /// Dependents first; each object's runs and instances end before the object does.
    func steps() -> (actions: [PlannedAction], waiting: [WaitingObject]) {
        let accepted = facts.objects.values.filter { $0.source == facts.set.source }
        let leaving = accepted.filter { facts.isLeaving($0.identity) }
        guard !leaving.isEmpty else { return (orphanedRuns(), []) }
        let isWhole = leaving.count == accepted.count
        let graph = DependencyGraph(leaving.map(\.declared))
        let staying = dependentsThatStay(leaving)

        var actions: [PlannedAction] = orphanedRuns()
        var waiting: [WaitingObject] = []
        var holds: [ObjectIdentity: HoldReason] = [:]
        var blocked = Set<ObjectIdentity>()
        for identity in graph.order.reversed() {
            guard let object = facts.objects[identity] else { continue }
            let dependents = graph.dependents[identity] ?? []
            let blockers = (staying[identity] ?? []) + dependents.filter(blocked.contains)
            let inherited = dependents.compactMap { holds[$0] }.first
            if let hold = hold(object, wholeSource: isWhole) ?? inherited {
                holds[identity] = hold
                actions += parts(of: object, after: dependents, held: hold)
            } else if blockers.isEmpty {
                actions += parts(of: object, after: dependents, held: nil)
            } else {
                blocked.insert(identity)
                waiting.append(WaitingObject(object: identity, waitsFor: blockers.sorted()))
            }
        }
        return (actions, waiting)
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

    private func hold(_ object: ObservedObject, wholeSource: Bool) -> HoldReason? {
        if let sourceHold { return sourceHold }
        if let remembered = object.status.held?.lasting { return remembered }
        if wholeSource { return .wholeSource }
        if Production(facts: facts).covers(object.declared) { return .production }
        let instances = facts.instances[object.identity] ?? []
        let isProtected =
            object.declared.annotations[Digests.pruneAnnotation] == "disabled"
            || instances.contains { $0.state != .terminated && $0.tags.protected }
        return isProtected ? .protected : nil
    }

    private func parts(
        of object: ObservedObject, after dependents: [ObjectIdentity], held: HoldReason?
    ) -> [PlannedAction] {
        let runs = (facts.runs[object.identity] ?? []).map { PlanOperation.cancelRun($0.id) }
        let instances = deletableInstances(of: object).map { PlanOperation.deleteInstance($0.id) }
        return (runs + instances + [.deleteObject]).map { operation in
            PlannedAction(
                object: object.identity, operation: operation, reason: .removedFromGit,
                after: operation.isDestructive ? dependents : [], held: held)
        }
    }

    /// One that is ending already is among them: ending it again waits until it is gone.
    private func deletableInstances(of object: ObservedObject) -> [ObservedInstance] {
        guard case .cloudResource(let spec) = object.declared.spec, spec.deletionPolicy == .delete else { return [] }
        return (facts.instances[object.identity] ?? []).filter { $0.state != .terminated }.reversed()
    }

    /// Runs of suites that are neither desired nor remembered.
    private func orphanedRuns() -> [PlannedAction] {
        facts.runs.keys.sorted().filter { facts.desired[$0] == nil && facts.objects[$0] == nil }.flatMap { suite in
            (facts.runs[suite] ?? []).map { run in
                PlannedAction(
                    object: suite, operation: .cancelRun(run.id), reason: .removedFromGit, held: sourceHold)
            }
        }
    }
}
