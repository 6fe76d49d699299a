package import Foundation

/// A creation that was decided and may or may not have happened; written before the side effect.
package struct Intent: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable {
        case open
        /// The instance exists and is known by `instance`.
        case settled
        /// The provider refused for good.
        case failed
    }

    package let id: UUID
    /// The provider's idempotency token: a UUIDv5 of intent and incarnation.
    package let token: UUID
    package let tags: InstanceTags
    package var state: State
    package var instance: InstanceID?
    package let createdAt: Date

    package init(
        id: UUID, token: UUID, tags: InstanceTags, state: State = .open, instance: InstanceID? = nil, createdAt: Date
    ) {
        self.id = id
        self.token = token
        self.tags = tags
        self.state = state
        self.instance = instance
        self.createdAt = createdAt
    }
}
