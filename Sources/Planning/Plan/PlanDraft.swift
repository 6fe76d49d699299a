import Model

/// Everything that one look at desired and observed state asks for, with what has to wait.
struct PlanDraft {
    private(set) var actions: [PlannedAction] = []
    private(set) var waiting: [WaitingObject] = []
    private(set) var impossible: [ImpossibleObject] = []
    private(set) var rollouts: [PlannedRollout] = []
    private(set) var paused: [PausedObject] = []
    private(set) var unchanged = 0
    /// What will end in its turn.
    private var later: [PlannedAction] = []

    init(facts: Facts, graph: DependencyGraph, policy: PlanPolicy, holds: Holds) {
        let planner = StepPlanner(facts: facts, readiness: Readiness(facts: facts), policy: policy, holds: holds)
        let cyclic = Set(graph.cycles.joined())
        for identity in graph.order where !cyclic.contains(identity) {
            guard let object = facts.desired[identity] else { continue }
            let steps = planner.steps(for: object)
            actions += steps.actions
            later += steps.later
            rollouts += steps.rollouts
            if !steps.waitsFor.isEmpty { waiting.append(WaitingObject(object: identity, waitsFor: steps.waitsFor)) }
            if let pause = steps.paused {
                paused.append(PausedObject(object: identity, reason: pause))
            } else if let reason = steps.impossible {
                impossible.append(ImpossibleObject(object: identity, reason: reason))
            } else if steps.actions.isEmpty, steps.waitsFor.isEmpty {
                unchanged += 1
            }
        }
        let pruned = Pruning(facts: facts, holds: holds).steps()
        actions += pruned.actions
        waiting += pruned.waiting
        paused += pruned.paused
    }

    /// What a prune budget counts: all that would end now or in its turn if the budget let it.
    var budgeted: [PlannedAction] { (actions + later).filter { $0.held?.isBudgeted ?? true } }
}

extension Plan {
    /// The same with the hash that approves what is held of it.
    func approvable(as set: DesiredSet) -> Plan {
        Plan(
            hash: hash, revision: revision, actions: actions, unchanged: unchanged, cycles: cycles, waiting: waiting,
            impossible: impossible, rollouts: rollouts,
            approval: Digests.approval(of: approvable, source: set.source, revision: set.revision), paused: paused)
    }
}
