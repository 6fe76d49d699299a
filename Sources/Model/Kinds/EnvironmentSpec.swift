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

/// Where a secret's value comes from; the value itself never stands in a manifest.
package enum SecretSource: Hashable, Sendable {
    /// `env:NAME`: the controller's process environment, within the operator's allow-list.
    case environmentVariable(String)
    /// `file:NAME`: a file of the operator's secrets folder.
    case file(String)
}

extension SecretSource: Codable, CustomStringConvertible {
    /// Reads `env:NAME` or `file:NAME`; nil for another scheme or an unsafe name.
    package init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        switch parts[0] {
        case "env" where parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }):
            self = .environmentVariable(parts[1])
        case "file" where !parts[1].contains("/") && parts[1] != "." && parts[1] != "..":
            self = .file(parts[1])
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .environmentVariable(let name): "env:\(name)"
        case .file(let name): "file:\(name)"
        }
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let source = SecretSource(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "`\(text)` is no secret source")
        }
        self = source
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
