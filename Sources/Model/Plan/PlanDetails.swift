package import Foundation

/// A field that two versions of an object differ in.
package struct FieldChange: Hashable, Sendable, Codable {
    /// Dotted and indexed: `configuration.resources.cpu`, `tests[3].timeout`.
    package let path: String
    /// nil when it is new.
    package let old: JSONValue?
    /// nil when it is gone.
    package let new: JSONValue?

    package init(path: String, old: JSONValue?, new: JSONValue?) {
        self.path = path
        self.old = old
        self.new = new
    }
}

/// What a person wants to see beside a plan; deciding needs none of it.
package struct PlanDetails: Hashable, Sendable, Codable {
    /// When the world that the plan starts from was seen.
    package let observedAt: Date
    /// Every object of the plan, those that wait or are paused included, in order of identity.
    package let objects: [PlannedObject]

    package init(observedAt: Date, objects: [PlannedObject] = []) {
        self.observedAt = observedAt
        self.objects = objects
    }
}

/// One object of a plan: whether it is new, what its commit changes, which of its instances would end.
package struct PlannedObject: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let isNew: Bool
    package let changes: [FieldChange]
    /// Instances that the plan deletes.
    package let instances: [ObservedInstance]

    package init(
        object: ObjectIdentity, isNew: Bool = false, changes: [FieldChange] = [], instances: [ObservedInstance] = []
    ) {
        self.object = object
        self.isNew = isNew
        self.changes = changes
        self.instances = instances
    }
}
