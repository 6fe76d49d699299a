/// What an instance that exists is to be from now on.
package struct InstanceUpdate: Sendable {
    /// They take the place of the old ones.
    package let tags: InstanceTags
    /// Of it only what the provider can change in place counts; nil changes nothing but the tags.
    package let spec: CloudResourceSpec?
    /// The parts that somebody changed and that are put back; nil for all of them, as a new definition asks.
    package let only: Set<DriftField>?

    package init(tags: InstanceTags, spec: CloudResourceSpec? = nil, only: Set<DriftField>? = nil) {
        self.tags = tags
        self.spec = spec
        self.only = only
    }

    /// Whether it is about a part.
    package func concerns(_ field: DriftField) -> Bool { only?.contains(field) ?? true }
}

/// Tags that follow the manifest without the instance being touched.
package struct TagChange: Hashable, Sendable, Codable {
    package let deletionPolicy: CloudResourceSpec.DeletionPolicy
    package let protected: Bool

    package init(deletionPolicy: CloudResourceSpec.DeletionPolicy, protected: Bool) {
        self.deletionPolicy = deletionPolicy
        self.protected = protected
    }
}

extension InstanceTags {
    package func with(_ change: TagChange) -> InstanceTags {
        InstanceTags(
            installation: installation, object: object, ordinal: ordinal, incarnation: incarnation, specHash: specHash,
            fixedHash: fixedHash, deletionPolicy: change.deletionPolicy, protected: change.protected)
    }

    /// The same of another definition.
    package func with(specHash: Digest, fixedHash: Digest?) -> InstanceTags {
        InstanceTags(
            installation: installation, object: object, ordinal: ordinal, incarnation: incarnation, specHash: specHash,
            fixedHash: fixedHash, deletionPolicy: deletionPolicy, protected: protected)
    }
}
