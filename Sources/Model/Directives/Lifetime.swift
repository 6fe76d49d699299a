package import Foundation

/// From when the `ttl` of an object counts: since its spec was applied last, or since it was renewed.
package struct Lifetime: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let since: Date
    /// Until when it was renewed, whatever its `ttl` says; nil counts from `since`.
    package let renewedUntil: Date?

    package init(object: ObjectIdentity, since: Date, renewedUntil: Date? = nil) {
        self.object = object
        self.since = since
        self.renewedUntil = renewedUntil
    }

    /// When an object with this `ttl` expires.
    package func expiry(after ttl: TimeSpan) -> Date { renewedUntil ?? since.addingTimeInterval(ttl.seconds) }
}
