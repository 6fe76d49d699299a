import Foundation
import Model

extension StatusAssessor {
    /// What is remembered of protection, of the time since which something is unwanted, and of approvals.
    func note(
        pruning object: DeclaredObject, _ previous: ObjectStatus, isLeaving: Bool, in status: inout ObjectStatus
    ) {
        let identity = object.identity
        status.protected = facts.isProtected(identity) ? true : previous.protected.map { _ in false }
        if isLeaving || hasSurplus(object) {
            status.unwantedSince = facts.objects[identity]?.unwantedSince ?? facts.observed.time
        }
        status.approval = approvals[identity]
    }

    /// ` (rondo approve 3f9a1c2b44d0)` where that is what it takes.
    func approvalAdvice(_ hold: HoldReason) -> String {
        guard hold.isApprovable, let approval else { return "" }
        return " (rondo approve \(approval.approvalText))"
    }

    private func hasSurplus(_ object: DeclaredObject) -> Bool {
        guard case .cloudResource(let spec) = object.spec else { return false }
        return facts.aliveInstances(of: object.identity).contains { $0.tags.ordinal >= spec.replicas }
    }
}
