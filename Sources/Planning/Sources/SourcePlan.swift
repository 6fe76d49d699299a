package import Model

/// The plan of one source among several.
package struct SourcePlan: Hashable, Sendable {
    package let source: String
    package let plan: Plan

    package init(source: String, plan: Plan) {
        self.source = source
        self.plan = plan
    }
}

extension Plan {
    /// The plans of all sources as one: their actions stand one after the other, since none comes after another's.
    ///
    /// `revision` is the first that is known; each source has its own in its own plan.
    package init(merging plans: [SourcePlan]) {
        if plans.count == 1 {
            self = plans[0].plan
            return
        }
        self.init(
            hash: Digests.plans(plans.map(\.plan.hash)), revision: plans.lazy.compactMap(\.plan.revision).first,
            actions: plans.flatMap(\.plan.actions), unchanged: plans.reduce(0) { $0 + $1.plan.unchanged },
            cycles: plans.flatMap(\.plan.cycles), waiting: plans.flatMap(\.plan.waiting),
            impossible: plans.flatMap(\.plan.impossible), rollouts: plans.flatMap(\.plan.rollouts),
            paused: plans.flatMap(\.plan.paused))
    }

    /// The same plan with some of its actions.
    func filtered(_ isKept: (PlannedAction) -> Bool) -> Plan {
        let kept = actions.filter(isKept)
        guard kept.count < actions.count else { return self }
        return Plan(
            hash: Digests.plan(revision: revision, actions: kept), revision: revision, actions: kept,
            unchanged: unchanged, cycles: cycles, waiting: waiting, impossible: impossible, rollouts: rollouts,
            approval: approval, paused: paused)
    }
}
