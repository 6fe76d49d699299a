import Controller
import Model
import TestSupport
import Testing

/// Whatever the databases say, nothing is made at a provider before it has shown what exists.
struct UnseenProviderTests {
    private struct Unlisted: ClassifiedCloudError, CustomStringConvertible {
        let description = "lists are out of order"
        /// One that pauses no other calls.
        let fault = CloudFault.noCapacity
    }

    /// Makes what it is asked for, and never says what there is.
    private struct Blind: CloudProvider {
        let cloud: FakeCloudProvider
        let looks = Recorder<InstallationID>()
        let name = ProviderName.local
        var changesInPlace: Set<InstanceField> { cloud.changesInPlace }

        func create(_ request: InstanceRequest) async throws -> ObservedInstance { try await cloud.create(request) }
        func list(installation: InstallationID) async throws -> [ObservedInstance] {
            looks.record(installation)
            throw Unlisted()
        }
        func start(_ id: InstanceID) async throws { await cloud.start(id) }
        func stop(_ id: InstanceID) async throws { await cloud.stop(id) }
        func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance {
            try await cloud.update(id, update)
        }
        func release(_ id: InstanceID) async throws { await cloud.release(id) }
        func terminate(_ id: InstanceID) async throws { await cloud.terminate(id) }
    }

    /// Breaks when `isSeen` of `Controller` says true.
    @Test("Failed looks do not count as looks, however often they are tried")
    func creation() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let blind = Blind(cloud: fixture.cloud)
        // Longer than the first pause after a failure.
        let controller = fixture.controller(once: false, observeInterval: .seconds(1), provider: blind).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { blind.looks.all.count >= 4 })
        #expect(await fixture.cloud.created.isEmpty)
        #expect(await controller.objects().count == 2)
        await controller.stop()
        _ = try await running.value
    }
}
