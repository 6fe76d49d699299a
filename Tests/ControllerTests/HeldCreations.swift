import Model
import TestSupport

/// A cloud in memory where nothing is made before the gate is open.
struct HeldCreations: CloudProvider {
    let cloud: FakeCloudProvider
    let gate = Gate()
    /// What was to be made, in order.
    let asked = Recorder<InstanceRequest>()
    let name = ProviderName.local
    var changesInPlace: Set<InstanceField> { cloud.changesInPlace }

    func create(_ request: InstanceRequest) async throws -> ObservedInstance {
        asked.record(request)
        await gate.wait()
        return try await cloud.create(request)
    }
    func list(installation: InstallationID) async throws -> [ObservedInstance] {
        try await cloud.list(installation: installation)
    }
    func start(_ id: InstanceID) async throws { await cloud.start(id) }
    func stop(_ id: InstanceID) async throws { await cloud.stop(id) }
    func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
        try await cloud.update(id, update)
    }
    func release(_ id: InstanceID) async throws { await cloud.release(id) }
    func terminate(_ id: InstanceID) async throws { await cloud.terminate(id) }
}
