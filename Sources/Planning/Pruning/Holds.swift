import Foundation
import Model

/// Why something has to wait before it ends, and what a person let happen all the same.
struct Holds {
    let facts: Facts
    /// Why ending what git no longer lists has to wait, whatever the object.
    let sourceHold: HoldReason?
    /// Budgets that would be overdrawn.
    let excesses: [PruneScope: PruneExcess]

    /// Of an object that left git.
    ///
    /// - Parameter isWhole: everything of the source would go.
    func leaving(_ object: ObservedObject, isWhole: Bool) -> HoldReason? {
        if let sourceHold { return sourceHold }
        if let remembered = object.status.held?.lasting { return remembered }
        if isWhole { return .wholeSource }
        if Production(facts: facts).covers(object.declared) { return .production }
        if facts.isProtected(object.identity) { return .protected }
        return budget(object.declared) ?? grace(object.identity)
    }

    /// Of an instance whose object stays. In prod nothing ends without approval, scale-down and replacement included.
    func ending(_ instance: ObservedInstance, of object: DeclaredObject, because reason: PlanReason) -> HoldReason? {
        let production = Production(facts: facts)
        let applied = facts.objects[object.identity]
        let isProduction = production.covers(object) || (applied.map { production.covers($0.declared) } ?? false)
        if let hold = isProduction ? .production : applied?.status.held?.lasting { return hold }
        guard reason.losesCapacity else { return nil }
        return budget(object) ?? (reason == .scaledDown ? grace(object.identity) : nil)
    }

    func isApproved(_ object: ObjectIdentity, _ instance: InstanceID? = nil) -> Bool {
        facts.approved.contains(DestructiveTarget(object: object, instance: instance))
    }

    /// The reason that is left of one once approvals are taken into account.
    func unlessApproved(_ hold: HoldReason?, _ object: ObjectIdentity, _ instance: InstanceID? = nil) -> HoldReason? {
        guard let hold, hold.isApprovable, isApproved(object, instance) else { return hold }
        return nil
    }

    private func budget(_ object: DeclaredObject) -> HoldReason? {
        guard !excesses.isEmpty else { return nil }
        let applied = facts.objects[object.identity]?.declared
        let scopes = Set([object, applied].compactMap(\.self).flatMap(PruneScope.all)).sorted()
        return scopes.lazy.compactMap { excesses[$0] }.first.map(HoldReason.budget)
    }

    private func grace(_ identity: ObjectIdentity) -> HoldReason? {
        let span = PruneBudget(facts: facts).limits.grace
        guard span.milliseconds > 0, let applied = facts.objects[identity] else { return nil }
        let now = facts.observed.time
        let until = (applied.unwantedSince ?? now).addingTimeInterval(span.seconds)
        return now < until ? .grace(until: until) : nil
    }
}

extension ObservedObject {
    /// Since when some of it is unwanted; a change of its manifest begins the time anew.
    var unwantedSince: Date? { status.observedGeneration == generation ? status.unwantedSince : nil }
}

extension HoldReason {
    /// Whether only the budget or the time before a deletion keeps it, so that the budget has to count it.
    var isBudgeted: Bool {
        switch self {
        case .budget, .grace: true
        case .wholeSource, .production, .protected, .sourceStale, .brokenManifest: false
        }
    }
}
