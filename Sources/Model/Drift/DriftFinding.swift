/// One way in which what exists differs from what is desired without a commit having asked for it.
package struct DriftFinding: Hashable, Sendable, Codable {
    package enum DriftClass: String, Hashable, Sendable, Codable, CaseIterable {
        /// It exists with another value.
        case changed
        /// It should exist and does not.
        case missing
        /// It carries this installation's tag and belongs to no object.
        case unmanaged
    }

    /// nil for what is unmanaged.
    package let object: ObjectIdentity?
    /// Name of the Environment that the object belongs to; nil for what is unmanaged.
    package let environment: String?
    /// `instance[1]`, `instance[1].state`, `instance[1].tags.team`, or the provider's id of what is unmanaged.
    package let field: String
    package let kind: DriftClass
    /// nil for what should not exist.
    package let desired: String?
    /// nil for what does not exist.
    package let actual: String?
    package let policy: DriftPolicy

    private enum CodingKeys: String, CodingKey {
        case object, environment, field, desired, actual, policy
        case kind = "class"
    }

    package init(
        object: ObjectIdentity?, environment: String? = nil, field: String, kind: DriftClass, desired: String?,
        actual: String?, policy: DriftPolicy
    ) {
        self.object = object
        self.environment = environment
        self.field = field
        self.kind = kind
        self.desired = desired
        self.actual = actual
        self.policy = policy
    }
}

/// What is done about drift. Field table: `drift` of Environment and CloudResource.
package enum DriftPolicy: String, Hashable, Sendable, Codable, CaseIterable {
    /// Put right, and told.
    case correct
    /// Told, and left as it is until somebody acts or a commit asks for something else.
    case report
    /// Neither told nor put right.
    case ignore
}
