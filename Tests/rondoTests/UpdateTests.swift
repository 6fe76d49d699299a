import Foundation
import Model
import Store
import TestSupport
import Testing

/// How a changed definition reaches local workers, with the real executable.
struct UpdateTests {
    private static func pool(_ more: String) -> String {
        ExampleManifests.pool(replicas: 2).replacing("replicas: 2", with: "replicas: 2, \(more)")
    }

    private func instances(_ fixture: RondoFixture) async throws -> [ObservedInstance] {
        try await fixture.instances().filter(\.isAlive)
    }

    /// Breaks when `Rollout` gives all of `running` to `creations` instead of the next one.
    @Test("What can't be changed in place is replaced one at a time, the new one first")
    func replacement() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": Self.pool("worker: { slots: 1 }")])
        let run = try fixture.startController()
        #expect(try await eventually { try await fixture.objects().filter(\.status.isReady).count == 2 })
        let before = try await instances(fixture)
        try fixture.repository.write(Self.pool("worker: { slots: 2 }"), to: "pool.yaml")
        let plan = try await fixture.rondo("plan", fixture.repository.path)
        #expect(plan.output.contains("change, by replacement"), "\(plan)")
        #expect(
            plan.output.contains("2 instances") && plan.output.contains("the new one first, one at a time"), "\(plan)")

        try fixture.commit([:], "Two slots")
        var most = 0
        let ids = Set(before.map(\.id))
        let isDone = try await eventually {
            // A look at all processes takes a while: one may be missed, another seen that has ended meanwhile.
            let (first, second) = (Set(fixture.workers()), Set(fixture.workers()))
            most = max(most, first.intersection(second).count)
            #expect(first.union(second).count >= 2, "one of them ended before its successor was there")
            let current = try await instances(fixture)
            let settled = try await fixture.objects().allSatisfy(\.status.isReady)
            return settled && current.count == 2 && ids.isDisjoint(with: current.map(\.id))
        }
        #expect(isDone, "\(run.output) \(run.errors)")
        #expect(most <= 3, "more than one was replaced at once")
        #expect(Set(try await instances(fixture).map(\.tags.ordinal)) == [0, 1])
        await fixture.stop(run)
    }

    @Test("What the provider can change in place keeps its process, and Replace does not")
    func inPlace() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let files = ["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 2)]
        try fixture.commit(files)
        let run = try fixture.startController()
        #expect(try await eventually { try await fixture.store()?.workers().count == 2 }, "\(run.output)")
        let workers = fixture.workers()
        try fixture.repository.write(Self.pool("worker: { capabilities: [gpu] }"), to: "pool.yaml")
        let plan = try await fixture.rondo("plan", fixture.repository.path)
        #expect(plan.output.contains("change, in place"), "\(plan)")
        try fixture.commit([:], "With a gpu")
        #expect(
            try await eventually {
                let known = try await fixture.store()?.workers() ?? []
                return known.count == 2 && known.allSatisfy { $0.capabilities["gpu"] != nil }
            }, "\(run.output) \(run.errors)")
        #expect(fixture.workers() == workers)
        #expect(try await fixture.told(.instanceUpdated, 2))
        #expect(try await fixture.events().filter { $0.reason == .instanceUpdated }.count == 2)

        try fixture.commit(
            ["pool.yaml": Self.pool("worker: { capabilities: [tpu] }, updatePolicy: Replace")], "Replace them")
        #expect(
            await eventually {
                let now = fixture.workers()
                return now.count == 2 && Set(now).isDisjoint(with: workers)
            }, "\(run.output) \(run.errors)")
        await fixture.stop(run)
    }
}
