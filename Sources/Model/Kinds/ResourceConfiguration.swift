/// What an instance is made of; the parts that a provider does not take are refused by validation.
package struct ResourceConfiguration: Hashable, Sendable {
    /// What a local instance announces and is counted with.
    package let resources: InstanceResources
    /// nil for a local instance.
    package let cloud: CloudInstance?

    package init(resources: InstanceResources = InstanceResources(), cloud: CloudInstance? = nil) {
        self.resources = resources
        self.cloud = cloud
    }
}

extension ResourceConfiguration: Codable {
    private enum CodingKeys: String, CodingKey { case resources, instanceType }

    /// The parts of both stand in one mapping.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        resources =
            try container.decodeIfPresent(InstanceResources.self, forKey: .resources) ?? InstanceResources()
        cloud = container.contains(.instanceType) ? try CloudInstance(from: decoder) : nil
    }

    package func encode(to encoder: any Encoder) throws {
        if let cloud { return try cloud.encode(to: encoder) }
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(resources, forKey: .resources)
    }
}

/// Processor and memory of one instance or task.
package struct InstanceResources: Hashable, Sendable, Codable {
    package let cpu: CPUQuantity
    package let memory: ByteSize

    package init(cpu: CPUQuantity = CPUQuantity(millicores: 500), memory: ByteSize = ByteSize(bytes: 512 << 20)) {
        self.cpu = cpu
        self.memory = memory
    }
}

/// What an instance of a cloud is made of, in the cloud's own words.
package struct CloudInstance: Hashable, Sendable, Codable {
    package struct Disk: Hashable, Sendable, Codable {
        package let size: ByteSize
        package let type: String?

        package init(size: ByteSize, type: String? = nil) {
            self.size = size
            self.type = type
        }
    }

    package let instanceType: String
    package let region: String
    package let tags: [String: String]?
    package let zone: String?
    package let image: ImageChoice?
    package let subnet: String?
    package let securityGroups: [String]?
    package let publicIP: Bool?
    package let disk: Disk?
    package let spot: Bool?
    package let keyName: String?
    package let userData: String?
    /// Instance profile, service account or managed identity.
    package let identity: String?

    package init(
        instanceType: String, region: String, tags: [String: String]? = nil, zone: String? = nil,
        image: ImageChoice? = nil, subnet: String? = nil, securityGroups: [String]? = nil, publicIP: Bool? = nil,
        disk: Disk? = nil, spot: Bool? = nil, keyName: String? = nil, userData: String? = nil, identity: String? = nil
    ) {
        self.instanceType = instanceType
        self.region = region
        self.tags = tags
        self.zone = zone
        self.image = image
        self.subnet = subnet
        self.securityGroups = securityGroups
        self.publicIP = publicIP
        self.disk = disk
        self.spot = spot
        self.keyName = keyName
        self.userData = userData
        self.identity = identity
    }
}

/// What an instance boots from.
package enum ImageChoice: Hashable, Sendable {
    case id(String)
    /// The newest of a family.
    case family(String)
    /// The newest of an owner whose name matches, with `*` for any text.
    case newest(owner: String, name: String)
}

extension ImageChoice: Codable {
    private enum CodingKeys: String, CodingKey { case family, owner, name }

    package init(from decoder: any Decoder) throws {
        if let id = try? decoder.singleValueContainer().decode(String.self) {
            self = .id(id)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let family = try container.decodeIfPresent(String.self, forKey: .family) {
            self = .family(family)
        } else {
            self = .newest(
                owner: try container.decode(String.self, forKey: .owner),
                name: try container.decode(String.self, forKey: .name))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .id(let id):
            var container = encoder.singleValueContainer()
            try container.encode(id)
        case .family(let family):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(family, forKey: .family)
        case .newest(let owner, let name):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(owner, forKey: .owner)
            try container.encode(name, forKey: .name)
        }
    }
}
