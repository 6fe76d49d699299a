package import Foundation

/// One destructive action that was carried out, remembered for as long as a prune budget counts it.
package struct PruneRecord: Hashable, Sendable, Codable {
    /// Names what ended for ever, so that an action that a crash repeats counts once: an instance's id, or
    /// `Kind/name@MILLISECONDS` with the time the object was accepted.
    package let subject: String
    package let scopes: [PruneScope]
    /// Since when it existed.
    package let existedSince: Date
    package let prunedAt: Date
    /// The approval it was covered by; what a person let happen uses up no budget.
    package let approval: Digest?

    package init(subject: String, scopes: [PruneScope], existedSince: Date, prunedAt: Date, approval: Digest? = nil) {
        self.subject = subject
        self.scopes = scopes
        self.existedSince = existedSince
        self.prunedAt = prunedAt
        self.approval = approval
    }

    /// The subject of an object's deletion.
    package static func subject(of object: ObservedObject) -> String {
        "\(object.identity)@\(Int64(object.createdAt.timeIntervalSince1970 * 1_000))"
    }
}
