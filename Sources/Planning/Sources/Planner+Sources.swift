package import Model

extension Planner {
    /// A plan for each source, in their order; what one source can't say keeps nothing of another from being done.
    ///
    /// - Parameter desired: with each object given to one source (`SourceOwnership`).
    package static func plans(
        desired: DesiredSources, observed: ObservedState, policy: PlanPolicy = PlanPolicy()
    ) -> [SourcePlan] {
        let plans = desired.entries.map { entry in
            SourcePlan(
                source: entry.source, plan: plan(desired: entry.desired, observed: observed, policy: policy))
        }
        guard plans.count > 1 else { return plans }
        return endingStrayRunsOnce(plans, desired, observed)
    }

    /// What lies behind the plans of all sources, for people.
    package static func details(
        of plan: Plan, desired: DesiredSources, observed: ObservedState
    ) -> PlanDetails {
        details(of: plan, declared: desired.sets.flatMap(\.objects), observed: observed)
    }

    /// A run of a suite that was never applied is nobody's: it is ended once, and only when no source may want it.
    private static func endingStrayRunsOnce(
        _ plans: [SourcePlan], _ desired: DesiredSources, _ observed: ObservedState
    ) -> [SourcePlan] {
        let applied = Set(observed.objects.map(\.identity))
        let strays = Set(observed.runs.map(\.key.suite)).subtracting(applied)
        guard !strays.isEmpty else { return plans }
        let wanted = Dictionary(
            desired.sets.flatMap { set in set.objects.map { ($0.identity, set.source) } },
            uniquingKeysWith: { first, _ in first }
        )
        var ended: Set<RunID> = []
        return plans.map { plan in
            let kept = plan.plan.filtered { action in
                guard strays.contains(action.object), case .cancelRun(let run) = action.operation,
                    wanted[action.object] != plan.source
                else { return true }
                return desired.isKnown && wanted[action.object] == nil && ended.insert(run).inserted
            }
            return SourcePlan(source: plan.source, plan: kept)
        }
    }
}
