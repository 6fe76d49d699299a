import Model

extension StepPlanner {
    /// Missing and stopped instances first, then duplicates and surplus ones, then what changed, one at a time.
    ///
    /// What was lost or stopped without a commit asking for it is put right only under the policy `correct`. While the
    /// schedule wants them stopped, none is made, started or replaced.
    func resourceSteps(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> ObjectSteps {
        let hash = Digests.instanceHash(of: object)
        let wanted = 0..<max(spec.replicas, 0)
        let alive = Dictionary(grouping: facts.aliveInstances(of: object.identity), by: \.tags.ordinal)
        let losses = facts.losses[object.identity] ?? [:]
        let remakes = facts.driftPolicy(of: spec, object.identity, .instance) == .correct
        let isDown = facts.isDown(spec)
        let made = isDown ? 0..<0 : wanted
        var steps = ObjectSteps()
        steps.actions = made.filter { alive[$0] == nil && (remakes || losses[$0] == nil) }.map { ordinal in
            action(
                object, .createInstance(ordinal: ordinal, specHash: hash),
                losses[ordinal] == nil ? .instanceMissing(ordinal: ordinal) : .instanceLost(ordinal: ordinal))
        }
        steps.actions += isDown ? stops(object, spec, alive) : starts(object, spec, wanted, alive, hash: hash)
        for ordinal in wanted {
            steps.actions += superseded(alive[ordinal] ?? [], hash: hash).map { older, reason in
                ending(older, of: object, spec, reason)
            }
        }
        for ordinal in alive.keys.sorted(by: >) where !wanted.contains(ordinal) {
            steps.actions += (alive[ordinal] ?? []).map { ending($0, of: object, spec, .scaledDown) }
        }
        guard !isDown else { return steps }
        let rollout = Rollout(
            object.identity, alive: alive,
            expected: wanted.filter { alive[$0] != nil || remakes || losses[$0] == nil }, hash: hash,
            isConfirmed: { !facts.observed.unconfirmed.contains($0.id) },
            canUpdate: { facts.canUpdateInPlace($0, to: spec) },
            hold: {
                hold(
                    $0, of: object,
                    $0.state == .running ? .instanceReplaced(ordinal: $0.tags.ordinal) : .instanceOutdated)
            })
        add(rollout, to: &steps, object, spec, hash)
        // What a commit changes of an instance puts all of it right.
        if rollout.planned.isEmpty { steps.actions += corrections(object, spec) }
        steps.actions += retagged(wanted.compactMap { alive[$0]?.last }, object, spec, hash)
        return steps
    }

    /// The older instances of an ordinal, once the newest can stand in for them: it runs, and not by hearsay.
    private func superseded(_ instances: [ObservedInstance], hash: Digest) -> [(ObservedInstance, PlanReason)] {
        guard instances.count > 1, let newest = instances.last, newest.state == .running,
            !facts.observed.unconfirmed.contains(newest.id)
        else { return [] }
        return instances.dropLast().map { older in
            let ordinal = older.tags.ordinal
            return (
                older,
                older.tags.specHash == newest.tags.specHash
                    ? .duplicateInstance(ordinal: ordinal) : .instanceReplaced(ordinal: ordinal)
            )
        }
    }

    private func add(
        _ rollout: Rollout, to steps: inout ObjectSteps, _ object: DeclaredObject, _ spec: CloudResourceSpec,
        _ hash: Digest
    ) {
        steps.rollouts = rollout.planned
        for (instance, hold) in rollout.held {
            steps.actions.append(
                action(object, endOperation(instance, spec), .instanceOutdated, held: hold))
        }
        let deletions = rollout.deletions.map { action(object, endOperation($0, spec), .instanceOutdated) }
        steps.actions += deletions.prefix(1)
        steps.later = Array(deletions.dropFirst())
        steps.actions += rollout.updates.map { instance in
            action(
                object, .updateInstance(instance.id, specHash: hash), .definitionChanged(ordinal: instance.tags.ordinal)
            )
        }
        steps.actions += rollout.creations.map { ordinal in
            action(
                object, .createInstance(ordinal: ordinal, specHash: hash), .definitionChanged(ordinal: ordinal))
        }
    }

    /// Instances that stay as they are and whose tags say something else than git.
    private func retagged(
        _ newest: [ObservedInstance], _ object: DeclaredObject, _ spec: CloudResourceSpec, _ hash: Digest
    ) -> [PlannedAction] {
        let change = TagChange(
            deletionPolicy: spec.deletionPolicy, protected: facts.isProtected(object.identity))
        return newest.filter { instance in
            let tags = instance.tags
            return instance.state == .running && tags.specHash == hash
                && (tags.deletionPolicy != change.deletionPolicy || tags.protected != change.protected)
        }.map { action(object, .retagInstance($0.id, change), .tagsOutdated) }
    }

    private func ending(
        _ instance: ObservedInstance, of object: DeclaredObject, _ spec: CloudResourceSpec, _ reason: PlanReason
    ) -> PlannedAction {
        action(object, endOperation(instance, spec), reason, held: hold(instance, of: object, reason))
    }

    private func hold(
        _ instance: ObservedInstance, of object: DeclaredObject, _ reason: PlanReason
    ) -> HoldReason? {
        holds.unlessApproved(
            holds.ending(instance, of: object, because: reason), object.identity, instance.id)
    }

    private func endOperation(_ instance: ObservedInstance, _ spec: CloudResourceSpec) -> PlanOperation {
        .ending(instance, policy: spec.deletionPolicy)
    }
}

extension PlanOperation {
    /// Retain, in the manifest or in the tags, leaves an instance to itself.
    static func ending(_ instance: ObservedInstance, policy: CloudResourceSpec.DeletionPolicy) -> PlanOperation {
        switch (policy, instance.tags.deletionPolicy) {
        case (.delete, .delete): .deleteInstance(instance.id)
        case (.retain, _), (_, .retain): .releaseInstance(instance.id)
        }
    }
}
