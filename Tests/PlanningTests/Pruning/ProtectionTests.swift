import Foundation
import Model
import Planning
import Testing

/// `rondo.dev/prune: disabled` outlives its manifest, and the commit that takes it away.
struct ProtectionTests {
    private let dev = Samples.environment()
    private let protected = Samples.pool("p", replicas: 1, protected: true)
    private let plain = Samples.pool("p", replicas: 1)

    private func settled(_ set: DesiredSet, _ world: inout World) { _ = world.settle(.known(set)) }

    /// Breaks when `isProtected` leaves out what the status remembers.
    @Test("a commit that takes it away protects until it has converged")
    func twoCommits() {
        var world = World()
        settled(Samples.set([dev, protected]), &world)
        let second = Samples.set([dev, plain], revision: Samples.revision("5555555"))
        // Applied, but not converged.
        world.step(Planner.plan(desired: .known(second), observed: world.observed), .known(second))
        world.step(Planner.plan(desired: .known(second), observed: world.observed), .known(second))
        let third = Samples.set([dev], revision: Samples.revision("6666666"))
        let held = Planner.plan(desired: .known(third), observed: world.observed)
        #expect(Set(held.held.map(\.held)) == [.protected])

        // Now the second one converges first.
        let ended = Protection.ended(second, world.observed.objects)
        #expect(ended.map(\.identity) == [plain.identity])
        world.observed.objects = world.observed.objects.map { object in
            guard ended.contains(where: { $0.identity == object.identity }) else { return object }
            var status = object.status
            status.protected = false
            return object.with(status)
        }
        #expect(Planner.plan(desired: .known(third), observed: world.observed).held == [])
        #expect(Protection.ended(third, world.observed.objects).isEmpty)
    }

    /// Breaks when `Protection.ended` leaves out what the commit says, or what was applied.
    @Test("it ends for what neither the commit nor what is applied protects")
    func ended() {
        func ended(_ desired: DeclaredObject, _ applied: DeclaredObject, remembered: Bool? = true) -> Int {
            var status = ObjectStatus()
            status.protected = remembered
            return Protection.ended(Samples.set([dev, desired]), [Samples.applied(applied, status: status)]).count
        }
        #expect(ended(plain, plain) == 1)
        #expect(ended(protected, plain) == 0)
        #expect(ended(plain, protected) == 0)
        #expect(ended(plain, plain, remembered: nil) == 0)
    }

    /// Breaks when `isProtected` leaves out the tags, or `retagged` gives nothing.
    @Test("tags follow the manifest, so that a lost store loses no protection")
    func tags() {
        var world = World()
        settled(Samples.set([dev, plain]), &world)
        #expect(world.observed.instances.map(\.tags.protected) == [false])
        settled(Samples.set([dev, protected], revision: Samples.revision("5555555")), &world)
        #expect(world.observed.instances.map(\.tags.protected) == [true])
        world.observed.objects = world.observed.objects.map { $0.with(ObjectStatus()) }.map { object in
            object.identity == plain.identity ? Samples.applied(plain) : object
        }
        let plan = Planner.plan(desired: .known(Samples.set([dev])), observed: world.observed)
        #expect(Set(plan.held.map(\.held)) == [.protected])
    }

    @Test("Retain reaches the tags too")
    func retain() {
        var world = World()
        settled(Samples.set([dev, plain]), &world)
        let kept = Samples.pool("p", replicas: 1, policy: .retain)
        settled(Samples.set([dev, kept], revision: Samples.revision("5555555")), &world)
        #expect(world.observed.instances.map(\.tags.deletionPolicy) == [.retain])
        settled(Samples.set([dev], revision: Samples.revision("6666666")), &world)
        #expect(world.observed.instances.isEmpty && world.released.count == 1)
        #expect(world.observed.objects.map(\.identity) == [dev.identity])
    }
}
