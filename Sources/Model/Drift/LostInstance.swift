package import Foundation

/// An instance that was up and ended without Rondo's doing: the memory that makes a missing instance drift.
///
/// Kept until its ordinal has an instance again or a commit changes the object.
package struct LostInstance: Hashable, Sendable, Codable {
    package let id: InstanceID
    package let object: ObjectIdentity
    package let ordinal: Int
    /// When it was found to be gone.
    package let lostAt: Date

    package init(id: InstanceID, object: ObjectIdentity, ordinal: Int, lostAt: Date) {
        self.id = id
        self.object = object
        self.ordinal = ordinal
        self.lostAt = lostAt
    }
}
