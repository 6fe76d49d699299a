import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Objects that people set aside, in a controller that runs.
struct SuspendingTests {
    private static let files: [String: String?] = [
        "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
    ]

    /// Broken by: in `Controller.suspend`, leave out `observation.suspensions[object] = suspension`.
    @Test("Nothing is done to a suspended object before it is resumed, also by the next controller")
    func leavesAlone() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files)
        let first = try await RunningController(fixture)
        #expect(await first.settles())
        let made = try await first.controller.suspend(.pool, reason: "a look\nat it", author: "ana", until: nil)
        #expect(made.description == "suspended by ana: a look at it")
        await fixture.cloud.lose(InstanceID(rawValue: "fake-1"))
        #expect(await first.settles())
        #expect(await fixture.cloud.instances.isEmpty)
        #expect(await first.controller.progress.exit == 0)
        try await first.stop()

        let second = try await RunningController(fixture)
        #expect(await second.settles())
        #expect(await fixture.cloud.instances.isEmpty)
        #expect(await second.status(of: "pool")?.suspension == made)
        await #expect(throws: DirectiveError.suspended(made)) {
            _ = try await second.controller.reconcile(.pool, withSource: false)
        }
        try await second.controller.resume(.pool, author: "bob")
        #expect(await eventually { await fixture.cloud.instances.count == 1 })
        await #expect(throws: DirectiveError.notSuspended(.pool)) {
            try await second.controller.resume(.pool, author: "bob")
        }
        try await second.stop()
        #expect(fixture.reasons(of: "pool").filter { $0 == .suspended || $0 == .resumed } == [.suspended, .resumed])
    }

    @Test("A suspension ends by itself when its time is over")
    func ends() async throws {
        let clock = ManualClock()
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files)
        let running = try await RunningController(fixture, clock: clock)
        #expect(await running.settles())
        let until = clock.now().addingTimeInterval(60)
        _ = try await running.controller.suspend(.pool, reason: "lunch", author: nil, until: until)
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)])
        #expect(await running.settles())
        #expect(await fixture.cloud.instances.count == 1)
        clock.advance(by: 61)
        #expect(await eventually { await fixture.cloud.instances.count == 2 })
        #expect(try await fixture.store.suspensions() == [])
        try await running.stop()
    }

    /// Broken by: in `Controller.isCurrent`, leave out the vetoes.
    @Test("What is being deleted instance by instance stops at the next one when somebody sets its object aside")
    func stopsWhatIsUnderWay() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(Self.files.merging(["pool.yaml": ExampleManifests.pool(replicas: 3)]) { $1 })
        let running = try await RunningController(fixture)
        #expect(await running.settles())
        let gate = Gate()
        await fixture.cloud.holdEnds(at: gate)
        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 0)])
        #expect(await eventually { await gate.arrivals == 1 })
        _ = try await running.controller.suspend(.pool, reason: "stop", author: nil, until: nil)
        await gate.open()
        #expect(await running.settles())
        #expect(await fixture.cloud.ended.count == 1)
        #expect(await fixture.cloud.instances.count == 2)
        try await running.controller.resume(.pool, author: nil)
        #expect(await eventually { await fixture.cloud.instances.isEmpty })
        try await running.stop()
    }

    @Test("What can't be set aside is refused with the reason")
    func refuses() async throws {
        let fixture = try await ControllerFixture()
        let git = ExampleManifests.pool(replicas: 1).replacing("replicas: 1", with: "replicas: 1, suspend: true")
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": git])
        let running = try await RunningController(fixture)
        #expect(await running.settles())
        let controller = running.controller
        let unknown = ObjectIdentity(kind: .testSuite, name: "none")
        for (object, reason, until, expected) in [
            (unknown, "x", nil, DirectiveError.unknownObject(unknown)), (.dev, " \u{1B} ", nil, .emptyReason),
            (.dev, String(repeating: "x", count: 501), nil, .tooLong("reason", limit: 500)),
            (.dev, "x", Date(timeIntervalSince1970: 0), .inThePast),
        ] as [(ObjectIdentity, String, Date?, DirectiveError)] {
            await #expect(throws: expected) {
                _ = try await controller.suspend(object, reason: reason, author: nil, until: until)
            }
            #expect(!expected.description.isEmpty)
        }
        await #expect(throws: DirectiveError.suspendedInGit(.pool)) { try await controller.resume(.pool, author: nil) }
        try await running.stop()
    }
}
