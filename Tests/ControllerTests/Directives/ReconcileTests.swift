import Controller
import Foundation
import Model
import TestSupport
import Testing

/// Looking now, because somebody asks, and going on because something became ready.
struct ReconcileTests {
    private static func pool(_ name: String, after other: String?) -> String {
        let needs = other.map { ", dependsOn: [CloudResource/\($0)]" } ?? ""
        return ExampleManifests.pool(name, replicas: 1).replacing("replicas: 1", with: "replicas: 1\(needs)")
    }

    /// Broken by: in `Controller.work`, leave out the last `wake.ring()`.
    @Test("A dependent starts when what it needs becomes ready, without any look in between, and ends before it")
    func eventDriven() async throws {
        let fixture = try await ControllerFixture()
        var files: [String: String?] = [
            "env.yaml": ExampleManifests.environment, "rondo.yaml": "prune: { maxObjects: 100 }\n",
            "keep.yaml": ExampleManifests.environment.replacing("dev }", with: "keep }"),
        ]
        for index in 0..<6 {
            files["p\(index).yaml"] = Self.pool("p\(index)", after: index == 0 ? nil : "p\(index - 1)")
        }
        fixture.commit(files)
        // Nothing would be looked at again within an hour.
        let running = try await RunningController(fixture, interval: .seconds(3_600), observeInterval: .seconds(3_600))
        #expect(await eventually { await running.controller.progress.isSettled })
        #expect(await fixture.cloud.created.map(\.tags.object.name) == (0..<6).map { "p\($0)" })
        // Waiting is Reconciling and never failed.
        #expect(!fixture.events.all.contains { $0.severity == .warning })

        for path in files.keys where path != "keep.yaml" && path != "rondo.yaml" { files[path] = .some(nil) }
        fixture.commit(files)
        _ = try await running.controller.reconcile(nil, withSource: true)
        #expect(await eventually { await fixture.cloud.instances.isEmpty })
        #expect(await eventually { fixture.events.all.count { $0.reason == .pruned } == 7 })
        let pruned = fixture.events.all.filter { $0.reason == .pruned }.compactMap(\.object?.name)
        #expect(pruned == (0..<6).reversed().map { "p\($0)" } + ["dev"])
        try await running.stop()
    }

    @Test("What failed and waits is tried at once when somebody asks")
    func forgives() async throws {
        let fixture = try await ControllerFixture()
        fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        for _ in 0..<5 { await fixture.cloud.fail(next: .refused("no capacity")) }
        let running = try await RunningController(fixture, interval: .seconds(3_600))
        #expect(await eventually { fixture.reasons(of: "pool").count { $0 == .actionFailed } >= 3 })
        // Each try asks for the next, which would else come after seconds.
        while await fixture.cloud.instances.isEmpty {
            _ = try await running.controller.reconcile(.pool, withSource: false)
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(await running.settles())
        let before = try await running.controller.reconcile(nil, withSource: true)
        #expect(await eventually { await running.controller.progress.hasPassed(before, reading: ["default"]) })
        await #expect(throws: DirectiveError.unknownObject(ObjectIdentity(kind: .cloudResource, name: "none"))) {
            _ = try await running.controller.reconcile(
                ObjectIdentity(kind: .cloudResource, name: "none"), withSource: false)
        }
        try await running.stop()
    }
}
