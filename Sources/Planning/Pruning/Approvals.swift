package import Model

extension DesiredSet {
    /// What people let happen of this commit, by now.
    func approvedTargets(_ observed: ObservedState) -> Set<DestructiveTarget> {
        let covering = observed.approvals.filter { $0.covers(revision, of: source, at: observed.time) }
        return Set(covering.flatMap(\.targets))
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
