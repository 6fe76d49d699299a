package import Foundation

/// A VM as its provider shows it, with the tags by which it is known again.
package struct ObservedInstance: Hashable, Sendable, Codable {
    package enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case pending, running
        /// It exists and does nothing until it is started.
        case stopped
        case terminating, terminated
    }

    package let id: InstanceID
    package let provider: ProviderName
    package let state: State
    package let tags: InstanceTags
    package let address: String?
    package let createdAt: Date
    /// Of the cloud; nil where there is none.
    package let region: String?
    /// What it boots from, as the cloud names it; nil where there is nothing to tell.
    package let image: String?
    /// As they were shown, or as they were changed here if that is newer; nil where nobody can tell.
    package let traits: InstanceTraits?
    /// The account that it is in, as the cloud calls it: `123456789012`; nil where nobody said.
    package let account: String?
    /// Where it was seen and how one signs in there, so that it is found again when its environment names
    /// another one; nil where there is none. Nobody is shown it with the instance.
    package private(set) var place: CloudPlace?

    private enum CodingKeys: String, CodingKey {
        case id, provider, state, tags, address, createdAt, region, image, traits, account
    }

    package init(
        id: InstanceID, provider: ProviderName = .local, state: State, tags: InstanceTags, address: String? = nil,
        createdAt: Date = Date(timeIntervalSince1970: 0), region: String? = nil, image: String? = nil,
        traits: InstanceTraits? = nil, account: String? = nil, place: CloudPlace? = nil
    ) {
        self.place = place
        self.account = account
        self.region = region
        self.image = image
        self.traits = traits
        self.id = id
        self.provider = provider
        self.state = state
        self.tags = tags
        self.address = address
        self.createdAt = createdAt
    }

    /// The same in another state.
    package func with(_ state: State) -> ObservedInstance {
        ObservedInstance(
            id: id, provider: provider, state: state, tags: tags, address: address, createdAt: createdAt,
            region: region, image: image, traits: traits, account: account, place: place)
    }

    /// The same with other traits.
    package func with(_ traits: InstanceTraits?) -> ObservedInstance {
        ObservedInstance(
            id: id, provider: provider, state: state, tags: tags, address: address, createdAt: createdAt,
            region: region, image: image, traits: traits, account: account, place: place)
    }

    /// The same, known since then at the latest: what a cloud says of an instance's age may change as it is started again.
    package func known(since date: Date?) -> ObservedInstance {
        guard let date, date < createdAt else { return self }
        return ObservedInstance(
            id: id, provider: provider, state: state, tags: tags, address: address, createdAt: date,
            region: region, image: image, traits: traits, account: account, place: place)
    }

    /// The same in another account.
    package func at(_ place: CloudPlace?) -> ObservedInstance {
        var moved = self
        moved.place = place
        return moved
    }

    /// Whether it exists or is about to.
    package var isAlive: Bool {
        switch state {
        case .pending, .running, .stopped: true
        case .terminating, .terminated: false
        }
    }
}

/// What every cloud object carries, so that it is found again without our databases.
package struct InstanceTags: Hashable, Sendable, Codable {
    package let installation: InstallationID
    package let object: ObjectIdentity
    /// From 0 to replicas − 1.
    package let ordinal: Int
    /// Counts how often this ordinal was created, from 1.
    package let incarnation: Int
    /// Digest of the configuration it was created from.
    package let specHash: Digest
    /// Digest of those parts of it that its provider can't change in place; nil when an older version made it.
    package let fixedHash: Digest?
    package let deletionPolicy: CloudResourceSpec.DeletionPolicy
    /// `rondo.dev/prune: disabled` on its object when it was created.
    package let protected: Bool

    package init(
        installation: InstallationID, object: ObjectIdentity, ordinal: Int, incarnation: Int, specHash: Digest,
        fixedHash: Digest? = nil, deletionPolicy: CloudResourceSpec.DeletionPolicy = .delete, protected: Bool = false
    ) {
        self.installation = installation
        self.object = object
        self.ordinal = ordinal
        self.incarnation = incarnation
        self.specHash = specHash
        self.fixedHash = fixedHash
        self.deletionPolicy = deletionPolicy
        self.protected = protected
    }
}
