package import Foundation

/// A person's leave for certain destructive actions of one commit; what it does not name stays held.
package struct Approval: Hashable, Sendable, Codable {
    /// How long one is good for.
    package static let lifetime = TimeSpan.minutes(24 * 60)

    /// Names the commit and the targets: what was printed beside the held lines.
    package let hash: Digest
    package let source: String
    package let revision: Revision
    /// Sorted.
    package let targets: [DestructiveTarget]
    /// As the person's command says it.
    package let approvedBy: String
    package let approvedAt: Date
    package let expiresAt: Date

    package init(
        hash: Digest, source: String, revision: Revision, targets: [DestructiveTarget], approvedBy: String,
        approvedAt: Date
    ) {
        self.hash = hash
        self.source = source
        self.revision = revision
        self.targets = targets
        self.approvedBy = approvedBy
        self.approvedAt = approvedAt
        expiresAt = approvedAt.addingTimeInterval(Self.lifetime.seconds)
    }

    /// Whether it lets anything happen for a commit of a source. A clock that was set back ends it too.
    package func covers(_ revision: Revision, of source: String, at now: Date) -> Bool {
        self.source == source && self.revision.commit == revision.commit && now < expiresAt
            && now >= approvedAt.addingTimeInterval(-Self.clockSlack)
    }

    /// Seconds that two clocks may differ by.
    private static let clockSlack: TimeInterval = 60
}

/// What the status of an object says of an approval that covers it.
package struct ApprovalStatus: Hashable, Sendable, Codable {
    package let hash: Digest
    package let by: String
    package let at: Date
    package let expiresAt: Date

    package init(_ approval: Approval) {
        hash = approval.hash
        by = approval.approvedBy
        at = approval.approvedAt
        expiresAt = approval.expiresAt
    }
}
