package import Foundation
package import Model

/// What a prune budget counts: instances that end because git wants fewer or others, and objects that go.
package enum PruneAccount {
    /// How an action is entered once it is about to be carried out; nil for what no budget counts.
    ///
    /// - Parameters:
    ///   - object: as it was applied.
    ///   - instance: the one that ends; nil for an object.
    package static func record(
        of action: PlannedAction, object: ObservedObject?, instance: ObservedInstance?, approval: Digest?, at now: Date
    ) -> PruneRecord? {
        guard action.countsInBudget, let object else { return nil }
        let subject: String
        let since: Date
        switch action.operation {
        case .deleteObject:
            subject = PruneRecord.subject(of: object)
            since = object.createdAt
        case .deleteInstance(let id):
            subject = id.rawValue
            since = instance?.createdAt ?? now
        case .applyObject, .serveMocks, .createInstance, .startInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            return nil
        }
        return PruneRecord(
            subject: subject, scopes: PruneScope.all(of: object.declared), existedSince: since, prunedAt: now,
            approval: approval)
    }

    /// The approval that lets an action of a commit happen; nil when it needs none or has none.
    package static func approval(
        of action: PlannedAction, among approvals: [Approval], revision: Revision, source: String, at now: Date
    ) -> Approval? {
        guard let target = action.target else { return nil }
        return approvals.first { $0.covers(revision, of: source, at: now) && $0.targets.contains(target) }
    }
}

extension PlannedAction {
    /// Whether something is lost by it: not when another instance has taken over, or when the instance stays.
    var countsInBudget: Bool {
        switch operation {
        case .deleteObject: true
        case .deleteInstance: reason.losesCapacity
        case .applyObject, .serveMocks, .createInstance, .startInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            false
        }
    }
}

extension PlanReason {
    /// Whether an instance that ends for it is no loss: another has taken over, or its end was planned when it was
    /// asked for.
    private var isForeseen: Bool {
        switch self {
        case .duplicateInstance, .instanceReplaced, .expired: true
        case .added, .changed, .mocksNotServed, .instanceMissing, .instanceLost, .instanceStopped, .instanceChanged,
            .instanceOutdated, .scaledDown, .removedFromGit, .neverRun, .requested, .scheduled, .resultTooOld,
            .inputsChanged,
            .erroredBefore, .superseded, .definitionChanged, .tagsOutdated, .expiredEarly, .outsideHours, .hoursBegan:
            false
        }
    }

    var losesCapacity: Bool { !isForeseen }
}
