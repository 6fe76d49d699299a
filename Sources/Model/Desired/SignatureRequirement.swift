/// What the last converged commit of a source asks of the commits after it.
///
/// It comes from that commit alone, so that none can lift its own requirement or bring its own keys.
package struct SignatureRequirement: Hashable, Sendable, Codable {
    /// As `requireSignedCommits.keys` has them; one of them must have signed.
    package let keys: [String]
    /// The commit that asks for it. It needs no signature itself: what it says is in force already.
    package let convergedCommit: GitObjectID

    package init(keys: [String], convergedCommit: GitObjectID) {
        self.keys = keys
        self.convergedCommit = convergedCommit
    }
}

/// What one look at a source is to bring, and what the commit must have so that it is used.
package struct SourceRequest: Hashable, Sendable {
    /// Whether every regular file is to be listed, for tests that name some.
    package let listing: Bool
    /// nil when the last converged commit asks for no signatures.
    package let requirement: SignatureRequirement?

    package init(listing: Bool, requirement: SignatureRequirement? = nil) {
        self.listing = listing
        self.requirement = requirement
    }
}
