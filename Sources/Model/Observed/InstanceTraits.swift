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

    package init(instanceType: String, tags: [String: String] = [:], securityGroups: [SecurityGroup] = []) {
        self.instanceType = instanceType
        self.tags = tags
        self.securityGroups = securityGroups
    }
}

extension InstanceTraits {
    /// The same with other values of what is given.
    package func with(
        instanceType: String? = nil, tags: [String: String]? = nil, securityGroups: [SecurityGroup]? = nil
    ) -> InstanceTraits {
        InstanceTraits(
            instanceType: instanceType ?? self.instanceType, tags: tags ?? self.tags,
            securityGroups: securityGroups ?? self.securityGroups)
    }
}
