import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Controller

/// The drift ledger through the whole loop, with a cloud in memory.
struct DriftCorrectionTests {
    /// Breaks when `Controller.work` leaves out `noteCorrection`.
    @Test("What Rondo puts right is written down as its doing, and what comes back by itself is not")
    func actor() async throws {
        let fixture = try await ControllerFixture()
        let pool = ExampleManifests.pool(replicas: 1)
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": pool])
        let running = try await RunningController(fixture)
        #expect(await running.settles())
        await fixture.cloud.halt(InstanceID(rawValue: "fake-1"))
        #expect(try await eventually { try await resolved(fixture) == [.controller] })
        #expect(await fixture.cloud.instances.values.map(\.state) == [.running])

        fixture.commit(["pool.yaml": pool.replacing("replicas: 1", with: "replicas: 1, drift: report")])
        #expect(await eventually { await running.status(of: "pool")?.observedGeneration == 2 })
        #expect(await running.settles())
        await fixture.cloud.halt(InstanceID(rawValue: "fake-1"))
        #expect(try await eventually { try await fixture.store.openDrift().count == 1 })
        await fixture.cloud.start(InstanceID(rawValue: "fake-1"))
        #expect(try await eventually { try await resolved(fixture) == [.human, .controller] })
        try await running.stop()
    }

    /// Breaks when `pass` asks the ledger alone whether drift is reported, or when `finishWork` takes no last look.
    @Test("Drift that a commit lets be put right does not count after that, though no look came since")
    func lastLook() async throws {
        let fixture = try await ControllerFixture()
        let reported = ExampleManifests.pool(replicas: 1).replacing("replicas: 1", with: "replicas: 1, drift: report")
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": reported])
        let running = try await RunningController(fixture)
        #expect(await running.settles())
        await fixture.cloud.halt(InstanceID(rawValue: "fake-1"))
        #expect(try await eventually { try await fixture.store.openDrift().count == 1 })
        try await running.stop()
        #expect(try await fixture.converge() == .notAsDesired)

        fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 1)])
        let gate = Gate()
        let controller = fixture.controller(observeInterval: .seconds(3_600), readGate: gate).controller
        try await controller.restore()
        let last = Task { try await controller.run() }
        #expect(await eventually { await controller.providerLooks.hasSeen(.local) })
        await gate.open()
        #expect(try await last.value == .asDesired)
        #expect(await fixture.cloud.instances.values.map(\.state) == [.running])
        #expect(try await fixture.store.openDrift().isEmpty)
    }

    private func resolved(_ fixture: ControllerFixture) async throws -> [DriftRecord.Resolution.Actor] {
        try await fixture.store.resolvedDrift(since: .distantPast).compactMap(\.resolution?.by)
    }
}
