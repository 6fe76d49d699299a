import Foundation
import Model

/// How much may go within a window, as the last converged commit limits it; the defaults without one.
///
/// What went counts together with what is to go, so that many small commits are as one large one. More than `maxObjects`
/// and more than `maxPercent` is too much; one of the two alone is not.
struct PruneBudget {
    let facts: Facts

    var limits: RepositoryConfiguration.Prune { facts.set.convergedRepository?.prune ?? .init() }

    /// The budgets that these actions would overdraw.
    ///
    /// - Parameter pending: everything that is to end now or in its turn, without what is held for another reason.
    func excesses(of pending: [PlannedAction]) -> [PruneScope: PruneExcess] {
        let now = facts.observed.time
        let start = now.addingTimeInterval(-limits.window.seconds)
        let records = facts.observed.prunes.filter { $0.prunedAt > start }
        var planned: [PruneScope: Int] = [:]
        let entered = Set(records.map(\.subject))
        for (target, action) in Dictionary(
            pending.compactMap { action in action.target.map { ($0, action) } }, uniquingKeysWith: { first, _ in first }
        )
        where action.countsInBudget && !facts.approved.contains(target) && !entered.contains(subject(of: target)) {
            for scope in scopes(of: target.object) { planned[scope, default: 0] += 1 }
        }
        var excesses: [PruneScope: PruneExcess] = [:]
        for (scope, ahead) in planned {
            let own = records.filter { $0.scopes.contains(scope) }
            let count = ahead + own.count { $0.approval == nil }
            guard count > limits.maxObjects else { continue }
            let total = population(of: scope, at: start) + own.count { $0.existedSince <= start }
            guard count * 100 > limits.maxPercent * total else { continue }
            excesses[scope] = PruneExcess(
                scope: scope, count: count, total: total, maxObjects: limits.maxObjects,
                maxPercent: limits.maxPercent, window: limits.window)
        }
        return excesses
    }

    /// When the next action of the window stops counting; nil when none does.
    static func nextExpiry(_ observed: ObservedState, window: TimeSpan) -> Date? {
        observed.prunes.map { $0.prunedAt.addingTimeInterval(window.seconds) }.filter { $0 > observed.time }.min()
    }

    /// As applied and as desired, so that a move to another environment leaves no budget behind.
    private func scopes(of identity: ObjectIdentity) -> Set<PruneScope> {
        let objects = [facts.objects[identity]?.declared, facts.desired[identity]].compactMap(\.self)
        return Set(objects.flatMap(PruneScope.all))
    }

    private func subject(of target: DestructiveTarget) -> String {
        if let instance = target.instance { return instance.rawValue }
        return facts.objects[target.object].map(PruneRecord.subject) ?? ""
    }

    /// Objects and instances of a scope that exist and existed at a time, whatever source they are of.
    private func population(of scope: PruneScope, at time: Date) -> Int {
        facts.objects.values.reduce(0) { total, object in
            guard PruneScope.all(of: object.declared).contains(scope) else { return total }
            let instances = facts.aliveInstances(of: object.identity).count { $0.createdAt <= time }
            return total + (object.createdAt <= time ? 1 : 0) + instances
        }
    }
}
