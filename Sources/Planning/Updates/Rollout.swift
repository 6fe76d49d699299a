import Model

/// How a changed definition reaches the instances of one resource: one at a time, and only while all others run.
struct Rollout {
    /// What may be done now.
    var updates: [ObservedInstance] = []
    /// Ordinals of which a new instance may be made beside the old one now.
    var creations: [Int] = []
    /// Those that do not run and end first; only the first of them now.
    var deletions: [ObservedInstance] = []
    /// What is held, all of it, although it would end in turn.
    var held: [(instance: ObservedInstance, hold: HoldReason)] = []
    /// All that is still to come, for people.
    var planned: [PlannedRollout] = []

    /// - Parameters:
    ///   - alive: the instances of each wanted ordinal, the newest last.
    ///   - expected: ordinals that should have an instance; those that were lost and are to stay lost aside.
    ///   - isConfirmed: whether a look has shown it lately, so that it and its state can be counted on.
    ///   - canUpdate: whether an instance can be changed without making another.
    ///   - hold: why an instance may not end; nil when it may.
    init(
        _ object: ObjectIdentity, alive: [Int: [ObservedInstance]], expected: [Int], hash: Digest,
        isConfirmed: (ObservedInstance) -> Bool, canUpdate: (ObservedInstance) -> Bool,
        hold: (ObservedInstance) -> HoldReason?
    ) {
        let newest = expected.compactMap { alive[$0]?.last }
        let outdated = newest.filter { $0.tags.specHash != hash }
        guard !outdated.isEmpty else { return }
        let inPlace = outdated.filter { $0.state == .running && canUpdate($0) }
        // One that is changed in place may have been stopped for it, and left so by a crash.
        let halted = outdated.filter { $0.state == .stopped && isConfirmed($0) && canUpdate($0) }
        let others = outdated.filter { instance in !(inPlace + halted).contains { $0.id == instance.id } }
        // One that does not run yet serves nobody, so it may go at once: else a definition that never comes up could
        // not be repaired. Of one that was not looked at since it was written down, nobody knows whether it runs.
        let idle = others.filter { $0.state != .running && isConfirmed($0) }
        let running = others.filter { $0.state == .running }
        let ways: [(PlannedRollout.Way, [ObservedInstance])] = [
            (.inPlace, halted + inPlace), (.deleteFirst, idle), (.createFirst, running),
        ]
        planned = ways.filter { !$0.1.isEmpty }.map { way, instances in
            PlannedRollout(object: object, way: way, instances: instances.map(\.id))
        }
        held = others.compactMap { instance in hold(instance).map { (instance, $0) } }
        deletions = idle.filter { hold($0) == nil }
        updates = halted
        let isSteady =
            newest.allSatisfy { $0.state == .running && isConfirmed($0) }
            && expected.allSatisfy { alive[$0]?.count == 1 }
        guard isSteady, halted.isEmpty else { return }
        if let next = inPlace.first {
            updates = [next]
        } else if let next = running.first(where: { hold($0) == nil }) {
            creations = [next.tags.ordinal]
        }
    }
}

extension Facts {
    /// Whether the provider can turn an instance into what the spec says without making another.
    func canUpdateInPlace(_ instance: ObservedInstance, to spec: CloudResourceSpec) -> Bool {
        switch spec.updatePolicy ?? .inPlace {
        case .replace: return false
        case .inPlace: break
        }
        guard instance.provider == spec.provider, let made = instance.tags.fixedHash,
            let fields = observed.changesInPlace[spec.provider], !fields.isEmpty
        else { return false }
        return made == Digests.fixedHash(of: spec, changesInPlace: fields)
    }
}
