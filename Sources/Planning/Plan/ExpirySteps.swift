import Model

/// What is ended when a `ttl` is over: runs first, then instances, those that others need last, then mocks.
extension StepPlanner {
    func expiredActions(_ object: DeclaredObject) -> [PlannedAction] {
        switch object.spec {
        case .environment:
            let serves = facts.environments[object.identity]?.services.contains { $0.mock != nil } ?? false
            guard serves, !isUsed(object.identity) else { return [] }
            return [action(object, .stopMocks, .expired)]
        case .cloudResource(let spec):
            let environment = ObjectIdentity(
                kind: .environment, namespace: object.identity.namespace, name: spec.environment)
            let ending = endings(object, spec)
            guard !ending.isEmpty, !hasRuns(in: environment), !isNeeded(object) else {
                return ending.filter { $0.held != nil }
            }
            return ending
        case .testSuite, .alertRule, .cachePolicy: return []
        }
    }

    /// A stale source may have renewed it meanwhile: then its end waits.
    private func endings(_ object: DeclaredObject, _ spec: CloudResourceSpec) -> [PlannedAction] {
        guard spec.deletionPolicy == .delete else { return [] }
        let reason = facts.expiryReason(of: object)
        return facts.aliveInstances(of: object.identity).reversed().map { instance in
            let hold =
                holds.sourceHold ?? holds.ending(instance, of: object, because: reason)
                ?? (facts.isProtected(object.identity) ? .protected : nil)
            return action(
                object, .deleteInstance(instance.id), reason,
                held: holds.unlessApproved(hold, object.identity, instance.id))
        }
    }

    private func hasRuns(in environment: ObjectIdentity) -> Bool {
        facts.observed.runs.contains { $0.key.environmentIdentity == environment }
    }

    /// Whether something of an environment is about to end that may still use its mocks.
    private func isUsed(_ environment: ObjectIdentity) -> Bool {
        if hasRuns(in: environment) { return true }
        return facts.desired.values.contains { object in
            guard case .cloudResource(let spec) = object.spec, spec.environment == environment.name,
                object.identity.namespace == environment.namespace
            else { return false }
            return endings(object, spec).contains { $0.held == nil }
        }
    }

    /// Whether another one that is about to end needs it.
    private func isNeeded(_ object: DeclaredObject) -> Bool {
        facts.desired.values.contains { other in
            guard other.dependsOn.contains(object.identity), case .cloudResource(let spec) = other.spec,
                facts.isExpired(other), !facts.isSuspended(other)
            else { return false }
            return endings(other, spec).contains { $0.held == nil }
        }
    }
}
