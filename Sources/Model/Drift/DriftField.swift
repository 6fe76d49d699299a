/// What of an instance can drift. Field table: `drift` of CloudResource, as `{field: value}`.
package enum DriftField: String, Hashable, Sendable, Codable, CaseIterable {
    case instance, state, instanceType, image, tags, securityGroups, publicIP, disk, identity

    /// Whether this version looks at it.
    package var isObserved: Bool {
        switch self {
        case .instance, .state, .instanceType, .image, .tags, .securityGroups, .publicIP, .identity: true
        case .disk: false
        }
    }

    /// Whether this version puts it right. What is no more than told is told under any policy but `ignore`: nothing that
    /// exists is ended for it.
    package var isCorrected: Bool {
        switch self {
        case .instance, .state, .instanceType, .tags, .securityGroups: true
        case .image, .publicIP, .disk, .identity: false
        }
    }

    /// Whether it is looked at in instances of a provider: a process of this machine has no type, tags or groups.
    package func isObserved(of provider: ProviderName) -> Bool {
        switch (self, provider) {
        case (.instance, _), (.state, _): true
        case (_, .local): false
        case (_, .aws), (_, .gcp), (_, .azure): isObserved
        }
    }

    /// One line for people.
    package var meaning: String {
        switch self {
        case .instance: "That an instance is gone."
        case .state: "That it is stopped."
        case .instanceType: "Its size."
        case .image: "What it was made from; told, and left as it is."
        case .tags: "Its tags."
        case .securityGroups: "The rules of its network."
        case .publicIP: "Whether it has an address of the internet; told, and left as it is."
        case .disk: "Its disk."
        case .identity: "What it may do at the cloud; told, and left as it is."
        }
    }
}

extension DriftFinding {
    /// What of the instance it is about; nil for what belongs to no object.
    package var driftField: DriftField? {
        switch kind {
        case .missing: .instance
        // `instance[0].tags.team`
        case .changed:
            field.split(separator: ".", maxSplits: 2).dropFirst().first.flatMap { DriftField(rawValue: String($0)) }
        case .unmanaged: nil
        }
    }
}
