import Model

/// What one object needs: actions, or others to be Ready before.
struct ObjectSteps {
    var actions: [PlannedAction] = []
    var waitsFor: [ObjectIdentity] = []
    /// What will end in its turn, so that a prune budget counts it before it begins.
    var later: [PlannedAction] = []
    var rollouts: [PlannedRollout] = []
    /// Why what it asks for can't be done.
    var impossible: String?
    /// Why it is left alone.
    var paused: PauseReason?
}

/// Decides what each desired object needs; a file per kind extends it.
struct StepPlanner {
    let facts: Facts
    let readiness: Readiness
    let policy: PlanPolicy
    let holds: Holds

    /// Suspended objects and those of other sources need nothing from here.
    func steps(for object: DeclaredObject) -> ObjectSteps {
        guard !facts.isForeign(object.identity) else { return ObjectSteps() }
        if let pause = facts.pause(of: object) { return ObjectSteps(paused: pause) }
        if facts.isExpired(object) { return ObjectSteps(actions: applyActions(object) + expiredActions(object)) }
        if let obstacle = facts.obstacle(of: object) {
            // What is not allowed takes no place of what was applied before.
            let isRefused = facts.set.refusals?[object.identity] != nil
            var steps =
                isRefused && facts.objects[object.identity] != nil ? ObjectSteps() : gated(object, [])
            steps.impossible = obstacle.message
            return steps
        }
        switch object.spec {
        case .environment(let spec): return gated(object, environmentActions(object, spec))
        case .cloudResource(let spec):
            let resource = resourceSteps(object, spec)
            var steps = gated(object, resource.actions)
            steps.later = resource.later
            steps.rollouts = resource.rollouts
            return steps
        case .testSuite(let spec): return suiteSteps(object, spec)
        case .alertRule, .cachePolicy: return gated(object, [])
        }
    }

    /// Records the object first where that is needed, and lets everything wait until the dependencies are Ready.
    ///
    /// What is held shows all the same, so that the hold is remembered before a dependency changes.
    private func gated(_ object: DeclaredObject, _ actions: [PlannedAction]) -> ObjectSteps {
        let wanted = applyActions(object) + actions
        guard !wanted.isEmpty else { return ObjectSteps() }
        let blockers = readiness.blockers(of: object)
        guard !blockers.isEmpty else { return ObjectSteps(actions: wanted) }
        return ObjectSteps(actions: wanted.filter { $0.held != nil }, waitsFor: blockers)
    }

    /// Records the spec as applied when git says something new.
    func applyActions(_ object: DeclaredObject) -> [PlannedAction] {
        let identity = object.identity
        guard !facts.isApplied(identity) else { return [] }
        let reason: PlanReason =
            if let applied = facts.objects[identity] {
                .changed(ObjectChanges.named(applied.declared, object).map(\.path))
            } else {
                .added
            }
        return [action(object, .applyObject, reason)]
    }

    /// Everything it comes after is Ready already, else it would not be planned.
    func action(
        _ object: DeclaredObject, _ operation: PlanOperation, _ reason: PlanReason, held: HoldReason? = nil
    ) -> PlannedAction {
        PlannedAction(object: object.identity, operation: operation, reason: reason, held: held)
    }
}
