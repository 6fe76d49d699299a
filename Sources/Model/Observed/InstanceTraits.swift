/// What a provider shows of an instance that its manifest says too, so that the two can be compared.
package struct InstanceTraits: Hashable, Sendable, Codable {
    /// A group of firewall rules, which a manifest may call by either.
    package struct SecurityGroup: Hashable, Sendable, Codable {
        package let id: String
        package let name: String?

        package init(id: String, name: String? = nil) {
            self.id = id
            self.name = name
        }
    }

    package let instanceType: String
    /// Without Rondo's own and the provider's.
    package let tags: [String: String]
    package let securityGroups: [SecurityGroup]
    /// What it boots from, as the cloud names it; nil where it is not shown.
    package let image: String?
    /// Whether it has an address of the internet; nil while it does not run, since it may lose it until it does again.
    package let isPublic: Bool?
    /// What it may do at the cloud, as the cloud names it; nil for nothing.
    package let identity: String?

    package init(
        instanceType: String, tags: [String: String] = [:], securityGroups: [SecurityGroup] = [], image: String? = nil,
        isPublic: Bool? = nil, identity: String? = nil
    ) {
        self.instanceType = instanceType
        self.tags = tags
        self.securityGroups = securityGroups
        self.image = image
        self.isPublic = isPublic
        self.identity = identity
    }
}

extension InstanceTraits {
    /// The same with other values of what is given.
    package func with(
        instanceType: String? = nil, tags: [String: String]? = nil, securityGroups: [SecurityGroup]? = nil
    ) -> InstanceTraits {
        InstanceTraits(
            instanceType: instanceType ?? self.instanceType, tags: tags ?? self.tags,
            securityGroups: securityGroups ?? self.securityGroups, image: image, isPublic: isPublic,
            identity: identity)
    }
}
