import Model

extension StepPlanner {
    /// Missing instances first, then duplicates and surplus ones, then at most one replacement.
    func resourceActions(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> [PlannedAction] {
        let hash = Digests.instanceHash(of: spec)
        let wanted = 0..<max(spec.replicas, 0)
        let alive = Dictionary(grouping: facts.aliveInstances(of: object.identity), by: \.tags.ordinal)
        let hold = deletionHold(object)
        var actions = wanted.filter { alive[$0] == nil }.map { ordinal in
            action(
                object, .createInstance(ordinal: ordinal, specHash: hash), .instanceMissing(ordinal: ordinal))
        }
        for ordinal in wanted {
            actions += (alive[ordinal] ?? []).dropLast().map { older in
                action(object, .deleteInstance(older.id), .duplicateInstance(ordinal: ordinal), held: hold)
            }
        }
        for ordinal in alive.keys.sorted(by: >) where !wanted.contains(ordinal) {
            actions += (alive[ordinal] ?? []).map { surplus in
                action(object, .deleteInstance(surplus.id), .scaledDown, held: hold)
            }
        }
        if let outdated = replaceable(wanted.compactMap { alive[$0]?.last }, wanted: wanted.count, hash: hash) {
            actions.append(action(object, .deleteInstance(outdated.id), .instanceOutdated, held: hold))
        }
        return actions
    }

    /// The one outdated instance that may end now.
    ///
    /// One that does not run yet serves nobody, so it may go at once: else a definition that never comes up could not
    /// be repaired. One that runs may go when every other ordinal runs.
    private func replaceable(_ newest: [ObservedInstance], wanted: Int, hash: Digest) -> ObservedInstance? {
        let outdated = newest.filter { $0.tags.specHash != hash }
        if let idle = outdated.first(where: { $0.state != .running }) { return idle }
        let allRun = newest.count == wanted && newest.allSatisfy { $0.state == .running }
        return allRun ? outdated.first : nil
    }

    /// In prod nothing ends without approval, scale-down and replacement included.
    private func deletionHold(_ object: DeclaredObject) -> HoldReason? {
        let production = Production(facts: facts)
        let applied = facts.objects[object.identity]
        let isProduction = production.covers(object) || (applied.map { production.covers($0.declared) } ?? false)
        return isProduction ? .production : applied?.status.held?.lasting
    }
}
