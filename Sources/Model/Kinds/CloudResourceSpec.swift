/// VMs of one shape at one provider. Field table: CloudResource.
package struct CloudResourceSpec: Hashable, Sendable, Codable {
    package enum ResourceType: String, Hashable, Sendable, Codable, CaseIterable {
        case ec2, gce, vm, process
    }

    package enum DeletionPolicy: String, Hashable, Sendable, Codable, CaseIterable {
        case delete = "Delete"
        case retain = "Retain"
    }

    /// How a changed definition reaches instances that exist.
    package enum UpdatePolicy: String, Hashable, Sendable, Codable, CaseIterable {
        case inPlace = "InPlace"
        case replace = "Replace"
    }

    /// Name of an Environment in the same namespace.
    package let environment: String
    package let provider: ProviderName
    package let type: ResourceType
    package let configuration: ResourceConfiguration
    package let scale: ReplicaScale
    /// Present when instances boot as workers; always present for `local`.
    package let worker: WorkerSpec?
    package let deletionPolicy: DeletionPolicy
    /// nil is `InPlace`.
    package let updatePolicy: UpdatePolicy?
    /// Outside of it instances are stopped.
    package let schedule: UptimeSchedule?
    package let ttl: TimeSpan?
    /// nil is the environment's.
    package let drift: ResourceDrift?

    private enum CodingKeys: String, CodingKey {
        case environment, provider, type, configuration, worker, deletionPolicy, updatePolicy, schedule, ttl, drift
        case scale = "replicas"
    }

    package init(
        environment: String, provider: ProviderName = .local, type: ResourceType = .process,
        configuration: ResourceConfiguration = ResourceConfiguration(), replicas: Int = 1,
        worker: WorkerSpec? = WorkerSpec(), deletionPolicy: DeletionPolicy = .delete, drift: ResourceDrift? = nil,
        scale: ReplicaScale? = nil, updatePolicy: UpdatePolicy? = .inPlace, schedule: UptimeSchedule? = nil,
        ttl: TimeSpan? = nil
    ) {
        self.environment = environment
        self.provider = provider
        self.type = type
        self.configuration = configuration
        self.scale = scale ?? .fixed(replicas)
        self.worker = worker
        self.deletionPolicy = deletionPolicy
        self.updatePolicy = updatePolicy
        self.schedule = schedule
        self.ttl = ttl
        self.drift = drift
    }

    /// How many instances there should be now.
    package var replicas: Int { scale.count }
}

/// A place that VMs come from.
package enum ProviderName: String, Hashable, Sendable, Codable, CaseIterable {
    case aws, gcp, azure, local

    /// Those that this version can make instances at.
    package static let implemented: Set<ProviderName> = [.aws, .local]

    /// What an instance of it is called.
    package var resourceType: CloudResourceSpec.ResourceType {
        switch self {
        case .aws: .ec2
        case .gcp: .gce
        case .azure: .vm
        case .local: .process
        }
    }
}

/// How many instances there are: a number, or what follows the queue between two bounds.
package enum ReplicaScale: Hashable, Sendable {
    case fixed(Int)
    case following(min: Int, max: Int, targetQueueTime: TimeSpan)

    /// Nothing follows the queue yet, so that the lower bound holds.
    package var count: Int {
        switch self {
        case .fixed(let count): count
        case .following(let min, _, _): min
        }
    }
}

extension ReplicaScale: Codable {
    private enum CodingKeys: String, CodingKey { case min, max, targetQueueTime }

    package init(from decoder: any Decoder) throws {
        if let count = try? decoder.singleValueContainer().decode(Int.self) {
            self = .fixed(count)
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self = .following(
            min: try container.decode(Int.self, forKey: .min), max: try container.decode(Int.self, forKey: .max),
            targetQueueTime: try container.decode(TimeSpan.self, forKey: .targetQueueTime))
    }

    package func encode(to encoder: any Encoder) throws {
        switch self {
        case .fixed(let count):
            var container = encoder.singleValueContainer()
            try container.encode(count)
        case .following(let min, let max, let targetQueueTime):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(min, forKey: .min)
            try container.encode(max, forKey: .max)
            try container.encode(targetQueueTime, forKey: .targetQueueTime)
        }
    }
}

/// How an instance presents itself as a worker.
package struct WorkerSpec: Hashable, Sendable, Codable {
    /// Announced beside what the worker finds itself (`os`, `arch`); `name` or `name=value`.
    package let capabilities: [String]
    /// How many tasks it runs at once.
    package let slots: Int
    package let labels: [String: String]

    package init(capabilities: [String] = [], slots: Int = 1, labels: [String: String] = [:]) {
        self.capabilities = capabilities
        self.slots = slots
        self.labels = labels
    }
}
