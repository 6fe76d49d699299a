/// One commit of a branch or tag, shown as `main@sha1:4f2c91e`.
package struct Revision: Hashable, Sendable, Codable {
    /// The short name of what was followed: `main`, `v1.2`.
    package let ref: String
    package let commit: GitObjectID
    /// First line of the message, with control characters replaced.
    package let subject: String
    package let author: String

    package init(ref: String, commit: GitObjectID, subject: String = "", author: String = "") {
        self.ref = ref
        self.commit = commit
        self.subject = subject
        self.author = author
    }
}

extension Revision: CustomStringConvertible {
    package var description: String { isCommitted ? "\(ref)@sha1:\(commit.rawValue)" : "\(ref) (working tree)" }

    /// With the commit cut to seven digits, for people.
    package var short: String { isCommitted ? "\(ref)@sha1:\(commit.short)" : description }

    /// Whether it is a commit at all; a plain folder has the id of zeros.
    package var isCommitted: Bool { !commit.rawValue.allSatisfy { $0 == "0" } }
}
