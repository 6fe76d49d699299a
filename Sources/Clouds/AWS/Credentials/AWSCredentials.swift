import Foundation
import Model

/// What AWS knows a caller by, and until when.
struct AWSCredentials: Hashable, Sendable {
    let accessKey: String
    let secretKey: Secret
    /// Of temporary ones.
    let sessionToken: Secret?
    /// nil for those that hold until somebody takes them back.
    let expires: Date?
    /// From when on they are looked for again, where nothing says when they are changed.
    let renewAt: Date?
    /// Where they were found, for people: `the environment`, `profile dev`.
    let origin: String

    init(
        accessKey: String, secretKey: Secret, sessionToken: Secret? = nil, expires: Date? = nil,
        renewAt: Date? = nil, origin: String
    ) {
        self.renewAt = renewAt
        self.accessKey = accessKey
        self.secretKey = secretKey
        self.sessionToken = sessionToken
        self.expires = expires
        self.origin = origin
    }

    /// Renewed so long before they expire that a call which begins now still ends in time.
    static let renewal: TimeInterval = 300

    /// How much longer those that can't be looked for again are used.
    static let grace: TimeInterval = 300

    func isFresh(at now: Date) -> Bool {
        (expires.map { $0.timeIntervalSince(now) > Self.renewal } ?? true) && (renewAt.map { $0 > now } ?? true)
    }

    /// Whether a call that begins now may still be signed with them.
    func isUsable(at now: Date) -> Bool {
        (expires.map { $0 > now } ?? true) && (renewAt.map { $0.addingTimeInterval(Self.grace) > now } ?? true)
    }
}

extension AWSCredentials: CustomStringConvertible {
    var description: String { "\(accessKey.prefix(4))*** of \(origin)" }
}
