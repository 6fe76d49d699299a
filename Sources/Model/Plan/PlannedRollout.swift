/// How a changed definition reaches the instances of a resource, one at a time.
package struct PlannedRollout: Hashable, Sendable, Codable {
    package enum Way: String, Hashable, Sendable, Codable, CaseIterable {
        /// The instance stays and is changed.
        case inPlace
        /// A new instance is made, and the old one ends once the new one runs.
        case createFirst
        /// The old instance, which does not run, ends before the new one is made.
        case deleteFirst
    }

    package let object: ObjectIdentity
    package let way: Way
    /// Those still to come, the next one first.
    package let instances: [InstanceID]

    package init(object: ObjectIdentity, way: Way, instances: [InstanceID]) {
        self.object = object
        self.way = way
        self.instances = instances
    }
}
