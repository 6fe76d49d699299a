/// Where tests run: services, variables, secrets and quotas. Field table: Environment.
///
/// What it takes over by `extends` is in it already.
package struct EnvironmentSpec: Hashable, Sendable {
    package enum EnvironmentType: String, Hashable, Sendable, Codable, CaseIterable {
        case dev, staging, prod
    }

    /// A sort of tests that `prod` refuses unless it is allowed.
    package enum Allowance: String, Hashable, Sendable, Codable, CaseIterable {
        case performance, security
    }

    package let type: EnvironmentType
    /// Name of the Environment in the same namespace that it began with.
    package let extends: String?
    /// Whether what extends it gets its secrets and credentials too.
    package let shareSecrets: Bool
    package let services: [String: ServiceSpec]
    /// What is said of a service beside where it answers; only of services of which something is.
    package let serviceNotes: [String: ServiceNotes]
    package let maxConcurrentTasks: Int?
    package let allow: [Allowance]
    /// Quota over running tasks and local instances.
    package let resources: ResourceQuota?
    package let variables: [String: String]
    package let secrets: [String: SecretSource]
    package let clouds: CloudAccounts?
    package let artifacts: ArtifactSettings?
    /// After it everything in it is torn down.
    package let ttl: TimeSpan?
    /// nil is `correct`.
    package let drift: DriftPolicy?
    package let syncWindows: [SyncWindow]

    package init(
        type: EnvironmentType, services: [String: ServiceSpec] = [:], maxConcurrentTasks: Int? = nil,
        resources: ResourceQuota? = nil, variables: [String: String] = [:], secrets: [String: SecretSource] = [:],
        drift: DriftPolicy? = nil, extends: String? = nil, shareSecrets: Bool = false,
        serviceNotes: [String: ServiceNotes] = [:], allow: [Allowance] = [], clouds: CloudAccounts? = nil,
        artifacts: ArtifactSettings? = nil, ttl: TimeSpan? = nil, syncWindows: [SyncWindow] = []
    ) {
        self.type = type
        self.extends = extends
        self.shareSecrets = shareSecrets
        self.services = services
        self.serviceNotes = serviceNotes
        self.maxConcurrentTasks = maxConcurrentTasks
        self.allow = allow
        self.resources = resources
        self.variables = variables
        self.secrets = secrets
        self.clouds = clouds
        self.artifacts = artifacts
        self.ttl = ttl
        self.drift = drift
        self.syncWindows = syncWindows
    }

    /// How many tasks may run at once where the manifest says nothing, by type.
    package var taskLimit: Int? {
        if let maxConcurrentTasks { return maxConcurrentTasks }
        return switch type {
        case .staging: 20
        case .dev, .prod: nil
        }
    }
}

extension EnvironmentSpec: Codable {
    private enum CodingKeys: String, CodingKey {
        case type, extends, shareSecrets, services, maxConcurrentTasks, allow, resources, variables, secrets, clouds
        case artifacts, ttl, drift, syncWindows
    }

    /// Fields that earlier versions did not have may be absent in what they stored.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(EnvironmentType.self, forKey: .type)
        extends = try container.decodeIfPresent(String.self, forKey: .extends)
        shareSecrets = try container.decodeIfPresent(Bool.self, forKey: .shareSecrets) ?? false
        let services = try container.decode([String: NotedService].self, forKey: .services)
        self.services = services.mapValues(\.service)
        serviceNotes = services.mapValues(\.notes).filter { $0.value != ServiceNotes() }
        maxConcurrentTasks = try container.decodeIfPresent(Int.self, forKey: .maxConcurrentTasks)
        allow = try container.decodeIfPresent([Allowance].self, forKey: .allow) ?? []
        resources = try container.decodeIfPresent(ResourceQuota.self, forKey: .resources)
        variables = try container.decode([String: String].self, forKey: .variables)
        secrets = try container.decode([String: SecretSource].self, forKey: .secrets)
        clouds = try container.decodeIfPresent(CloudAccounts.self, forKey: .clouds)
        artifacts = try container.decodeIfPresent(ArtifactSettings.self, forKey: .artifacts)
        ttl = try container.decodeIfPresent(TimeSpan.self, forKey: .ttl)
        drift = try container.decodeIfPresent(DriftPolicy.self, forKey: .drift)
        syncWindows = try container.decodeIfPresent([SyncWindow].self, forKey: .syncWindows) ?? []
    }

    /// What is as if it were not there is left out, so that the digest of an object stays as it was before the field was.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(type, forKey: .type)
        try container.encodeIfPresent(extends, forKey: .extends)
        if shareSecrets { try container.encode(shareSecrets, forKey: .shareSecrets) }
        let noted = Dictionary(
            services.map { ($0.key, NotedService(service: $0.value, notes: serviceNotes[$0.key] ?? ServiceNotes())) }
        ) { $1 }
        try container.encode(noted, forKey: .services)
        try container.encodeIfPresent(maxConcurrentTasks, forKey: .maxConcurrentTasks)
        if !allow.isEmpty { try container.encode(allow, forKey: .allow) }
        try container.encodeIfPresent(resources, forKey: .resources)
        try container.encode(variables, forKey: .variables)
        try container.encode(secrets, forKey: .secrets)
        try container.encodeIfPresent(clouds, forKey: .clouds)
        try container.encodeIfPresent(artifacts, forKey: .artifacts)
        try container.encodeIfPresent(ttl, forKey: .ttl)
        try container.encodeIfPresent(drift, forKey: .drift)
        if !syncWindows.isEmpty { try container.encode(syncWindows, forKey: .syncWindows) }
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
