import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Sources that people keep at one commit.
struct PinTests {
    /// Broken by: in `SourceWatcher.readTree`, read what is followed whatever is pinned.
    @Test("A pinned source stays at its commit, over restarts, and follows what is pushed once it is unpinned")
    func stays() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let first = try await RunningController(fixture)
        #expect(await first.settles())
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 3)])
        #expect(await eventually { await fixture.cloud.instances.count == 3 })
        let pin = try await first.controller.pin("0001", source: nil, reason: "three are too many", author: "ana")
        #expect(pin.commit == ControllerFixture.commitID(1))
        #expect(await eventually { await fixture.cloud.instances.count == 1 })
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 5)])
        try await first.stop()

        let second = try await RunningController(fixture)
        #expect(await second.settles())
        #expect(await fixture.cloud.instances.count == 1)
        let source = await second.controller.sourceStatuses.first
        #expect(source?.pin == pin && source?.revision?.description.hasPrefix("main@sha1:0001") == true)
        #expect(source?.conditions.contains { $0.type == .pinned && $0.status == .yes } == true)
        #expect(source?.conditions.first { $0.type == .ready }?.message.contains("pinned at 0001000 by ana") == true)
        #expect(fixture.events.all.contains { $0.reason == .succeeded && $0.message.contains("pinned at") })
        #expect(fixture.events.all.contains { $0.reason == .pinned && $0.message.contains("still pinned") })
        #expect(try await second.controller.standing(of: "0001", source: nil) == .inForce)
        #expect(try await second.controller.standing(of: "0003", source: "default") == .unseen)
        try await second.controller.unpin(source: "default", author: "bob")
        #expect(await eventually { await fixture.cloud.instances.count == 5 })
        #expect(await second.settles())
        let (one, two) = (ControllerFixture.commitID(1).rawValue, ControllerFixture.commitID(2).rawValue)
        #expect(try await second.controller.standing(of: one, source: nil) == .contained)
        #expect(try await second.controller.standing(of: String(two.prefix(8)), source: nil) == .replaced)
        try await second.stop()
    }

    @Test("What can't be pinned changes nothing")
    func refuses() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment])
        let running = try await RunningController(fixture)
        #expect(await running.settles())
        let unknown = String(repeating: "a", count: 40)
        for (commit, source, reason, part) in [
            ("main", nil, "x", "names no commit"), ("abcd", nil, "x", "names no commit"),
            (unknown, nil, "x", "can't be read: no such commit"), (unknown, nil, "", "a reason is needed"),
            ("0001", "none", "x", "there is no source `none`"),
        ] as [(String, String?, String, String)] {
            let error = await #expect(throws: DirectiveError.self) {
                _ = try await running.controller.pin(commit, source: source, reason: reason, author: nil)
            }
            #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        }
        await #expect(throws: DirectiveError.notPinned("default")) {
            try await running.controller.unpin(source: nil, author: nil)
        }
        #expect(try await fixture.store.pins() == [])
        try await running.stop()
    }
}
