/// What one destructive action ends: an object, or one of its instances.
package struct DestructiveTarget: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    /// nil is the object itself.
    package let instance: InstanceID?

    package init(object: ObjectIdentity, instance: InstanceID? = nil) {
        self.object = object
        self.instance = instance
    }
}

extension DestructiveTarget: Comparable, CustomStringConvertible {
    package static func < (left: DestructiveTarget, right: DestructiveTarget) -> Bool {
        (left.object, left.instance?.rawValue ?? "") < (right.object, right.instance?.rawValue ?? "")
    }

    package var description: String {
        instance.map { "\(object), instance \($0)" } ?? object.description
    }
}

extension PlannedAction {
    /// What ends by it; nil when nothing does.
    package var target: DestructiveTarget? {
        switch operation {
        case .deleteInstance(let id), .releaseInstance(let id): DestructiveTarget(object: object, instance: id)
        case .deleteObject: DestructiveTarget(object: object)
        case .applyObject, .serveMocks, .createInstance, .startInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .stopMocks, .stopInstance, .correctInstance:
            nil
        }
    }
}
