import Controller
import Foundation
import Model
import TestSupport
import Testing

/// An instance that somebody started with all tags of one that is Rondo's.
struct CopiedInstanceTests {
    /// Breaks when `take` in `Controller+Looking` believes the newest word about an instance's age.
    @Test("The copy is ended and never the original, also when the original was started again since")
    func copy() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let running = try await RunningController(fixture)
        #expect(await running.settles())
        let original = try #require(await fixture.cloud.instances.keys.first)
        let now = Date()
        let copy = await fixture.cloud.copy(original, launchedAt: now, restartedAt: now + 60)
        #expect(await eventually { await fixture.cloud.ended == [copy] })
        #expect(await running.settles())
        #expect(await fixture.cloud.instances.keys.map(\.self) == [original])
        try await running.stop()
    }
}
