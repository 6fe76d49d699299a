package import Foundation
package import Model

/// Sets an object aside: `{"reason": "the vendor looks at it", "author": "ana@laptop", "until": "2026-11-29T08:00:00Z"}`.
package struct SuspendRequest: Codable, Sendable, Hashable {
    package let reason: String
    package let author: String?
    /// nil until somebody resumes it.
    package let until: Date?

    package init(reason: String, author: String?, until: Date? = nil) {
        self.reason = reason
        self.author = author
        self.until = until
    }
}

/// Lets the `ttl` of an object begin anew: `{"for": "2h", "author": "ana@laptop"}`.
package struct RenewRequest: Codable, Sendable, Hashable {
    /// nil is the object's `ttl`.
    package let span: TimeSpan?
    package let author: String?

    private enum CodingKeys: String, CodingKey {
        case span = "for"
        case author
    }

    package init(span: TimeSpan?, author: String?) {
        self.span = span
        self.author = author
    }
}

/// Keeps a source at a commit: `{"commit": "4f2c91e…", "reason": "the fixtures are broken", "author": "ana@laptop"}`.
package struct PinRequest: Codable, Sendable, Hashable {
    package let commit: String
    package let reason: String
    package let author: String?

    package init(commit: String, reason: String, author: String?) {
        self.commit = commit
        self.reason = reason
        self.author = author
    }
}

/// Asks for a look now: `{"object": "CloudResource/pool", "withSource": true}`; without an object at everything.
package struct ReconcileRequest: Codable, Sendable, Hashable {
    package let object: String?
    package let withSource: Bool

    private enum CodingKeys: String, CodingKey { case object, withSource }

    package init(object: ObjectIdentity?, withSource: Bool) {
        self.object = object?.description
        self.withSource = withSource
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        object = try container.decodeIfPresent(String.self, forKey: .object)
        withSource = try container.decodeIfPresent(Bool.self, forKey: .withSource) ?? false
    }
}

/// How a commit stands to the one in force: `{"standing": "contained"}`.
package struct CommitResource: Codable, Sendable, Hashable {
    package let standing: CommitStanding

    package init(standing: CommitStanding) { self.standing = standing }
}

/// When a renewed object expires: `{"expires": "2026-11-29T08:00:00Z"}`.
package struct RenewalResource: Codable, Sendable, Hashable {
    package let expires: Date

    package init(expires: Date) { self.expires = expires }
}
