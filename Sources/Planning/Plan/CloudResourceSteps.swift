import Model

extension StepPlanner {
    /// Missing and stopped instances first, then duplicates and surplus ones, then replacements, one at a time.
    ///
    /// What was lost or stopped without a commit asking for it is put right only under the policy `correct`.
    func resourceActions(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> [PlannedAction] {
        let hash = Digests.instanceHash(of: object)
        let wanted = 0..<max(spec.replicas, 0)
        let alive = Dictionary(grouping: facts.aliveInstances(of: object.identity), by: \.tags.ordinal)
        let hold = deletionHold(object)
        let losses = facts.losses[object.identity] ?? [:]
        let remakes = facts.driftPolicy(of: spec, object.identity, .instance) == .correct
        let restarts = facts.driftPolicy(of: spec, object.identity, .state) == .correct
        var actions = wanted.filter { alive[$0] == nil && (remakes || losses[$0] == nil) }.map { ordinal in
            action(
                object, .createInstance(ordinal: ordinal, specHash: hash),
                losses[ordinal] == nil ? .instanceMissing(ordinal: ordinal) : .instanceLost(ordinal: ordinal))
        }
        for ordinal in wanted where restarts {
            guard let newest = alive[ordinal]?.last, newest.state == .stopped, newest.tags.specHash == hash else {
                continue
            }
            actions.append(action(object, .startInstance(newest.id), .instanceStopped(ordinal: ordinal)))
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
        actions += replaceable(wanted.compactMap { alive[$0]?.last }, wanted: wanted.count, hash: hash, held: hold)
            .map { action(object, .deleteInstance($0.id), .instanceOutdated, held: hold) }
        return actions
    }

    /// The outdated instances that may end now, one at a time; all that would end in turn when they are held.
    ///
    /// One that does not run yet serves nobody, so it may go at once: else a definition that never comes up could not
    /// be repaired. One that runs may go when every other ordinal runs.
    private func replaceable(
        _ newest: [ObservedInstance], wanted: Int, hash: Digest, held: HoldReason?
    ) -> [ObservedInstance] {
        let outdated = newest.filter { $0.tags.specHash != hash }
        guard held == nil else { return outdated }
        if let idle = outdated.first(where: { $0.state != .running }) { return [idle] }
        let allRun = newest.count == wanted && newest.allSatisfy { $0.state == .running }
        return allRun ? Array(outdated.prefix(1)) : []
    }

    /// In prod nothing ends without approval, scale-down and replacement included.
    private func deletionHold(_ object: DeclaredObject) -> HoldReason? {
        let production = Production(facts: facts)
        let applied = facts.objects[object.identity]
        let isProduction = production.covers(object) || (applied.map { production.covers($0.declared) } ?? false)
        return isProduction ? .production : applied?.status.held?.lasting
    }
}
