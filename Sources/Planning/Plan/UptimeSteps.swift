import Model

/// What the schedule of a CloudResource starts and stops.
extension StepPlanner {
    /// Everything that runs, unless a run is under way and its grace is not over.
    func stops(
        _ object: DeclaredObject, _ spec: CloudResourceSpec, _ alive: [Int: [ObservedInstance]]
    ) -> [PlannedAction] {
        guard !facts.finishesRuns(object, spec) else { return [] }
        return alive.keys.sorted().flatMap { ordinal in
            (alive[ordinal] ?? []).filter { $0.state == .running }.map { instance in
                action(object, .stopInstance(instance.id), .outsideHours)
            }
        }
    }

    /// What the schedule stopped, and under the policy `correct` what somebody else did.
    func starts(
        _ object: DeclaredObject, _ spec: CloudResourceSpec, _ wanted: Range<Int>,
        _ alive: [Int: [ObservedInstance]], hash: Digest
    ) -> [PlannedAction] {
        let restarts = facts.driftPolicy(of: spec, object.identity, .state) == .correct
        return wanted.compactMap { ordinal in
            guard let newest = alive[ordinal]?.last, newest.state == .stopped, newest.tags.specHash == hash else {
                return nil
            }
            if facts.observed.plannedStops.contains(newest.id) {
                return action(object, .startInstance(newest.id), .hoursBegan)
            }
            return restarts ? action(object, .startInstance(newest.id), .instanceStopped(ordinal: ordinal)) : nil
        }
    }
}
