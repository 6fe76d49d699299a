/// Where tests run: services, variables, secrets and quotas. Field table: Environment.
package struct EnvironmentSpec: Hashable, Sendable, Codable {
    package enum EnvironmentType: String, Hashable, Sendable, Codable, CaseIterable {
        case dev, staging, prod
    }

    package let type: EnvironmentType
    package let services: [String: ServiceSpec]
    package let maxConcurrentTasks: Int?
    /// Quota over running tasks and local instances.
    package let resources: ResourceQuota?
    package let variables: [String: String]
    package let secrets: [String: SecretSource]
    /// nil is `correct`.
    package let drift: DriftPolicy?

    package init(
        type: EnvironmentType, services: [String: ServiceSpec] = [:], maxConcurrentTasks: Int? = nil,
        resources: ResourceQuota? = nil, variables: [String: String] = [:], secrets: [String: SecretSource] = [:],
        drift: DriftPolicy? = nil
    ) {
        self.type = type
        self.services = services
        self.maxConcurrentTasks = maxConcurrentTasks
        self.resources = resources
        self.variables = variables
        self.secrets = secrets
        self.drift = drift
    }
}

/// A service under test: a real address, or a mock that the controller serves. Exactly one is set.
package enum ServiceSpec: Hashable, Sendable {
    case url(String)
    case mock(MockSpec)
}

extension ServiceSpec: Codable {
    private enum CodingKeys: String, CodingKey { case url, mock }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let url = try container.decodeIfPresent(String.self, forKey: .url) {
            self = .url(url)
        } else {
            self = .mock(try container.decode(MockSpec.self, forKey: .mock))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .url(let url): try container.encode(url, forKey: .url)
        case .mock(let mock): try container.encode(mock, forKey: .mock)
        }
    }
}

/// Upper bounds; a missing one does not limit.
package struct ResourceQuota: Hashable, Sendable, Codable {
    package let cpu: CPUQuantity?
    package let memory: ByteSize?
    package let storage: ByteSize?

    package init(cpu: CPUQuantity? = nil, memory: ByteSize? = nil, storage: ByteSize? = nil) {
        self.cpu = cpu
        self.memory = memory
        self.storage = storage
    }
}
