package import Foundation

package enum WorkerState: String, Hashable, Sendable, Codable, CaseIterable {
    case idle, busy, offline
}

/// A worker that has joined: what it can do and when it was last heard.
package struct WorkerRecord: Hashable, Sendable, Codable {
    package let id: WorkerID
    /// The object and ordinal it belongs to.
    package let tags: InstanceTags
    /// Capability name to value; an empty value is mere presence.
    package let capabilities: [String: String]
    package let resources: InstanceResources
    package let slots: Int
    package let version: String
    package let joinedAt: Date
    package var lastSeen: Date

    package init(
        id: WorkerID, tags: InstanceTags, capabilities: [String: String], resources: InstanceResources, slots: Int,
        version: String, joinedAt: Date, lastSeen: Date
    ) {
        self.id = id
        self.tags = tags
        self.capabilities = capabilities
        self.resources = resources
        self.slots = slots
        self.version = version
        self.joinedAt = joinedAt
        self.lastSeen = lastSeen
    }

    /// `name-ordinal`, as people see it.
    package var name: String { "\(tags.object.name)-\(tags.ordinal)" }
}
