/// `instance.json` (0600) in a local instance's folder: what became of it since it was made, as a cloud's tags would say.
package struct InstanceFile: Codable, Hashable, Sendable {
    package static let name = "instance.json"

    package let tags: InstanceTags
    /// What it announces from now on; nil when it is as it booted.
    package let worker: WorkerSpec?
    package let resources: InstanceResources?
    /// `rondo:released`: nobody asks it to do anything any more.
    package let released: Bool

    package init(tags: InstanceTags, worker: WorkerSpec?, resources: InstanceResources?, released: Bool = false) {
        self.tags = tags
        self.worker = worker
        self.resources = resources
        self.released = released
    }
}
