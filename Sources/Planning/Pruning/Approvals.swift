package import Model

extension DesiredSet {
    /// What people let happen of this commit, by now.
    func approvedTargets(_ observed: ObservedState) -> Set<DestructiveTarget> {
        let covering = observed.approvals.filter { $0.covers(revision, of: source, at: observed.time) }
        return Set(covering.flatMap(\.targets))
    }

    /// Who let something of each object happen, by now.
    func approvals(_ observed: ObservedState) -> [ObjectIdentity: ApprovalStatus] {
        var approvals: [ObjectIdentity: ApprovalStatus] = [:]
        for approval in observed.approvals where approval.covers(revision, of: source, at: observed.time) {
            for target in approval.targets { approvals[target.object] = ApprovalStatus(approval) }
        }
        return approvals
    }
}

extension Digests {
    /// Names a commit of a source and everything that may end by approving it.
    package static func approval(
        of targets: [DestructiveTarget], source: String, revision: Revision
    ) -> Digest? {
        targets.isEmpty
            ? nil
            : form(ApprovalForm(source: source, commit: revision.commit, targets: Set(targets).sorted()))
    }
}

private struct ApprovalForm: Encodable {
    let source: String
    let commit: GitObjectID
    let targets: [DestructiveTarget]
}
