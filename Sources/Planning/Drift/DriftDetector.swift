package import Model

/// Finds where what exists differs from what is desired without a commit having asked for it.
///
/// Only objects that were applied as they are declared are looked at: while a commit is being carried out, a difference
/// is work and no drift. Policy `ignore` hides a finding; an object that is suspended,
/// expired, or stopped by its schedule has none.
package struct DriftDetector {
    private let facts: Facts

    /// What the ledger needs to know of one object to tell how a finding of it ended.
    package struct Context: Hashable, Sendable {
        package let specHash: Digest
        package let policies: [DriftField: DriftPolicy]

        package init(specHash: Digest, policies: [DriftField: DriftPolicy]) {
            self.specHash = specHash
            self.policies = policies
        }

        /// With one policy for all of it.
        package init(specHash: Digest, policy: DriftPolicy) {
            self.init(
                specHash: specHash, policies: Dictionary(DriftField.allCases.map { ($0, policy) }) { $1 })
        }
    }

    /// nil when nothing can be said: the desired state is unknown.
    package init?(desired: DesiredState, observed: ObservedState) {
        guard let set = desired.set else { return nil }
        facts = Facts(set, observed)
    }

    /// In order of object and field.
    package func findings() -> [DriftFinding] {
        let declared = facts.desired.keys.sorted().compactMap { facts.desired[$0] }
        return declared.flatMap(findings) + unmanaged()
    }

    /// The CloudResources of this source that are looked at.
    package func contexts() -> [ObjectIdentity: Context] {
        var contexts: [ObjectIdentity: Context] = [:]
        for (identity, object) in facts.desired where isSettled(object) {
            guard case .cloudResource(let spec) = object.spec, let applied = facts.objects[identity] else { continue }
            contexts[identity] = Context(
                specHash: applied.specHash,
                policies: Dictionary(DriftField.allCases.map { ($0, facts.driftPolicy(of: spec, identity, $0)) }) { $1 }
            )
        }
        return contexts
    }

    private func isSettled(_ object: DeclaredObject) -> Bool {
        guard !facts.isSuspended(object), !facts.isForeign(object.identity), facts.isApplied(object.identity),
            !facts.isExpired(object)
        else { return false }
        if case .cloudResource(let spec) = object.spec { return !facts.isDown(spec) }
        return true
    }

    private func findings(of object: DeclaredObject) -> [DriftFinding] {
        guard case .cloudResource(let spec) = object.spec, isSettled(object) else { return [] }
        let identity = object.identity
        let ofInstance = facts.driftPolicy(of: spec, identity, .instance)
        let ofState = facts.driftPolicy(of: spec, identity, .state)
        let hash = Digests.instanceHash(of: object)
        let alive = Dictionary(grouping: facts.aliveInstances(of: identity), by: \.tags.ordinal)
        let changed = facts.differences(of: object, spec)
        return (0..<max(spec.replicas, 0)).flatMap { ordinal in
            func finding(
                _ field: String, _ kind: DriftFinding.DriftClass, desired: String = "running", actual: String?,
                _ policy: DriftPolicy
            ) -> [DriftFinding] {
                guard policy != .ignore else { return [] }
                return [
                    DriftFinding(
                        object: identity, environment: spec.environment, field: "instance[\(ordinal)]\(field)",
                        kind: kind, desired: desired, actual: actual, policy: policy)
                ]
            }
            guard let newest = alive[ordinal]?.last else {
                return facts.losses[identity]?[ordinal] == nil ? [] : finding("", .missing, actual: nil, ofInstance)
            }
            let isPlanned = facts.observed.plannedStops.contains(newest.id)
            let isStopped = newest.state == .stopped && newest.tags.specHash == hash && !isPlanned
            let fields = (changed[ordinal]?.differences ?? []).flatMap { difference in
                finding(
                    ".\(difference.path)", .changed, desired: difference.desired, actual: difference.actual,
                    facts.driftPolicy(of: spec, identity, difference.field))
            }
            return fields + (isStopped ? finding(".state", .changed, actual: newest.state.rawValue, ofState) : [])
        }
    }

    /// Instances with our tag that belong to no object. What was retained on purpose is none of them, and while some
    /// manifest can't be read, nobody knows whose an instance is.
    private func unmanaged() -> [DriftFinding] {
        guard facts.set.unreadable.isEmpty else { return [] }
        let owners = Set(facts.desired.keys).union(facts.objects.keys).union(facts.broken.keys)
        let stray = facts.instances.filter { !owners.contains($0.key) }.values.joined()
        return stray.filter { $0.isAlive && $0.tags.deletionPolicy == .delete }.sorted { $0.id < $1.id }.map {
            instance in
            DriftFinding(
                object: nil, field: instance.id.rawValue, kind: .unmanaged, desired: nil,
                actual: instance.state.rawValue, policy: .report)
        }
    }
}
