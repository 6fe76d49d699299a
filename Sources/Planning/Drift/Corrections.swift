import Model

extension StepPlanner {
    /// What somebody changed of instances that run, put back where the policy says `correct`.
    ///
    /// Another type stops the instance, so it is one at a time and only while all others run; what leaves it running is
    /// put back at once.
    func corrections(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> [PlannedAction] {
        let found = facts.differences(of: object, spec)
        guard !found.isEmpty else { return [] }
        let alive = Dictionary(grouping: facts.aliveInstances(of: object.identity), by: \.tags.ordinal)
        let isSteady = (0..<spec.replicas).allSatisfy { ordinal in
            alive[ordinal]?.count == 1
                && alive[ordinal]?.last.map { $0.state == .running && !facts.observed.unconfirmed.contains($0.id) }
                    == true
        }
        var mayStop = isSteady
        return found.keys.sorted().filter { $0 < spec.replicas }.compactMap { ordinal in
            guard let (instance, differences) = found[ordinal], instance.state == .running else { return nil }
            var fields = Set(differences.map(\.field)).filter {
                facts.driftPolicy(of: spec, object.identity, $0) == .correct
            }
            if fields.contains(.instanceType) {
                if !mayStop { fields.remove(.instanceType) }
                mayStop = false
            }
            guard !fields.isEmpty else { return nil }
            let sorted = fields.sorted { $0.rawValue < $1.rawValue }
            return action(
                object, .correctInstance(instance.id, sorted), .instanceChanged(ordinal: ordinal, fields: sorted))
        }
    }
}
