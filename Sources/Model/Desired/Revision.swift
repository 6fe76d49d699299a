/// One commit of a branch or tag, shown as `main@sha1:4f2c91e`.
package struct Revision: Hashable, Sendable, Codable {
    /// The short name of what was followed: `main`, `v1.2`.
    package let ref: String
    package let commit: GitObjectID
    /// First line of the message, with control characters replaced.
    package let subject: String
    package let author: String
    /// False for a plain folder, whose `commit` is then a digest of its files.
    package let isCommitted: Bool

    package init(
        ref: String, commit: GitObjectID, subject: String = "", author: String = "", isCommitted: Bool = true
    ) {
        self.ref = ref
        self.commit = commit
        self.subject = subject
        self.author = author
        self.isCommitted = isCommitted
    }

    /// Those stored before folders could be followed were all commits.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        ref = try container.decode(String.self, forKey: .ref)
        commit = try container.decode(GitObjectID.self, forKey: .commit)
        subject = try container.decode(String.self, forKey: .subject)
        author = try container.decode(String.self, forKey: .author)
        isCommitted = try container.decodeIfPresent(Bool.self, forKey: .isCommitted) ?? true
    }
}

extension Revision: CustomStringConvertible {
    package var description: String { isCommitted ? "\(ref)@sha1:\(commit.rawValue)" : "\(ref) (working tree)" }

    /// With the commit cut to seven digits, for people.
    package var short: String { isCommitted ? "\(ref)@sha1:\(commit.short)" : description }
}
