import Controller
import Foundation
import Model
import TestSupport
import Testing

/// A provider that does not answer holds up nothing but its own objects.
struct HangingProviderTests {
    private final class Hanging: CloudProvider {
        let name = ProviderName.local
        let terms = CloudTerms(deadline: .seconds(600))
        let changesInPlace: Set<InstanceField> = []

        private func hang() async throws -> Never {
            while true { try await Task.sleep(for: .seconds(3_600)) }
        }

        func create(_ request: InstanceRequest) async throws -> ObservedInstance { try await hang() }
        func list(installation: InstallationID) async throws -> [ObservedInstance] { try await hang() }
        func start(_ id: InstanceID) async throws { try await hang() }
        func stop(_ id: InstanceID) async throws { try await hang() }
        func update(_ id: InstanceID, _ update: InstanceUpdate) async throws -> ObservedInstance { try await hang() }
        func release(_ id: InstanceID) async throws { try await hang() }
        func terminate(_ id: InstanceID) async throws { try await hang() }
    }

    /// Mutation: in `startLooks`, await the list instead of starting a task: the environment waits for the deadline.
    @Test("Planning and other objects go on")
    func hanging() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool()])
        let controller = fixture.controller(once: false, provider: Hanging()).controller
        try await controller.restore()
        let running = Task { try await controller.run() }
        #expect(await eventually { fixture.reasons(of: "dev").contains(.servicesServed) })
        #expect(!fixture.events.all.contains { $0.message.contains("did not answer") }, "before any call gave up")
        await controller.stop()
        _ = try await running.value
    }
}
