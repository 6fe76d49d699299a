/// VMs of one shape at one provider. Field table: CloudResource.
package struct CloudResourceSpec: Hashable, Sendable, Codable {
    package enum ResourceType: String, Hashable, Sendable, Codable, CaseIterable {
        case ec2, gce, vm, process
    }

    package enum DeletionPolicy: String, Hashable, Sendable, Codable, CaseIterable {
        case delete = "Delete"
        case retain = "Retain"
    }

    /// Name of an Environment in the same namespace.
    package let environment: String
    package let provider: ProviderName
    package let type: ResourceType
    package let configuration: ResourceConfiguration
    package let replicas: Int
    /// Present when instances boot as workers; always present for `local`.
    package let worker: WorkerSpec?
    package let deletionPolicy: DeletionPolicy
    /// nil is the environment's.
    package let drift: DriftPolicy?

    package init(
        environment: String, provider: ProviderName = .local, type: ResourceType = .process,
        configuration: ResourceConfiguration = ResourceConfiguration(), replicas: Int = 1,
        worker: WorkerSpec? = WorkerSpec(), deletionPolicy: DeletionPolicy = .delete, drift: DriftPolicy? = nil
    ) {
        self.environment = environment
        self.provider = provider
        self.type = type
        self.configuration = configuration
        self.replicas = replicas
        self.worker = worker
        self.deletionPolicy = deletionPolicy
        self.drift = drift
    }
}

/// A place that VMs come from.
package enum ProviderName: String, Hashable, Sendable, Codable, CaseIterable {
    case aws, gcp, azure, local
}

/// What an instance is made of; the parts that a provider does not take are refused by validation.
package struct ResourceConfiguration: Hashable, Sendable, Codable {
    /// What a local instance announces and is counted with.
    package let resources: InstanceResources

    package init(resources: InstanceResources = InstanceResources()) { self.resources = resources }
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
