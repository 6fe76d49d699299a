import Model

/// Whether a commit is the newest one whose every action on Environments and CloudResources was carried out, none held.
///
/// Verdicts, rules and caches do not count (the design's "converged commit").
enum ConvergedCommit {
    static func isReached(
        by plan: Plan, desired: DesiredState, statuses: [ObjectIdentity: ObjectStatus]
    ) -> Bool {
        guard case .known(let set) = desired, !set.hasErrors else { return false }
        let open = plan.actions.map(\.object) + plan.waiting.map(\.object) + plan.cycles.joined()
        let windowed = plan.paused.filter { !$0.reason.isSuspension }.map(\.object)
        guard !(open + windowed).contains(where: { counts($0) }) else { return false }
        return set.objects.allSatisfy { object in
            guard counts(object.identity), let status = statuses[object.identity] else {
                return !counts(object.identity) || object.suspend
            }
            return object.suspend || status.isReady || status.isSuspended || status.isExpired
        }
    }

    private static func counts(_ identity: ObjectIdentity) -> Bool {
        switch identity.kind {
        case .environment, .cloudResource: true
        case .testSuite, .alertRule, .cachePolicy: false
        }
    }
}
