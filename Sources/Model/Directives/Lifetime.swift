package import Foundation

/// From when the `ttl` of an object counts: since its spec was applied last, or since it was renewed.
package struct Lifetime: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let since: Date
    /// Until when it was renewed, whatever its `ttl` says; nil counts from `since`.
    package let renewedUntil: Date?
    /// The `ttl` that the object began with or was renewed with; an end before that was brought by a commit. Nil when it
    /// began without one.
    package let agreed: TimeSpan?

    package init(object: ObjectIdentity, since: Date, renewedUntil: Date? = nil, agreed: TimeSpan? = nil) {
        self.object = object
        self.since = since
        self.renewedUntil = renewedUntil
        self.agreed = agreed
    }

    /// When an object with this `ttl` expires.
    package func expiry(after ttl: TimeSpan) -> Date { renewedUntil ?? since.addingTimeInterval(ttl.seconds) }

    /// Whether the end after this `ttl` was known when the object began, or said by whoever renewed it.
    package func foresees(_ ttl: TimeSpan) -> Bool { renewedUntil != nil || agreed.map { ttl >= $0 } ?? false }
}
