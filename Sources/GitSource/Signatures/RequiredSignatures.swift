import Model

/// Whether a commit has every signature that is asked for: the operator's signers and the repository's own keys must
/// both know who signed it, so that a repository can narrow what the operator trusts and never widen it.
struct RequiredSignatures {
    let request: GitRequest
    let mirror: Mirror

    /// Throws unless it has; `id` is what the ref names.
    func check(_ id: GitObjectID, _ revision: Revision) throws {
        if let signers = request.signers { try check(id, revision, by: signers) }
        guard let requirement = request.requirement, requirement.convergedCommit != revision.commit else { return }
        do {
            try check(id, revision, by: TrustedSigners(requirement))
        } catch GitSourceError.unverifiedCommit(let object, let reason) {
            let asked = "`requireSignedCommits` of \(requirement.convergedCommit.short) asks for one of its keys"
            throw GitSourceError.unverifiedCommit(object: object, reason: "\(reason), and \(asked)")
        }
    }

    private func check(_ id: GitObjectID, _ revision: Revision, by signers: TrustedSigners) throws {
        try SignatureCheck(mirror: mirror, signers: signers, folder: mirror.folder + ".signature").check(id, revision)
    }
}
