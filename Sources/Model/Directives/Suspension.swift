package import Foundation

/// An object that a person set aside: nothing is created, changed, run or deleted for it until it is resumed.
package struct Suspension: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let reason: String
    /// Who did it, as their command line says.
    package let author: String
    package let since: Date
    /// When it ends by itself; nil when only a person ends it.
    package let until: Date?

    package init(object: ObjectIdentity, reason: String, author: String, since: Date, until: Date? = nil) {
        self.object = object
        self.reason = reason
        self.author = author
        self.since = since
        self.until = until
    }

    package func isActive(at time: Date) -> Bool { until.map { time < $0 } ?? true }
}

extension Suspension: CustomStringConvertible {
    /// `suspended by ana@laptop until 2026-11-29T08:00:00Z: the vendor looks at it`
    package var description: String {
        "suspended by \(author)\(until.map { " until \($0.formatted(.iso8601))" } ?? ""): \(reason)"
    }
}
