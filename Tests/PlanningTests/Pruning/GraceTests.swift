import Foundation
import Model
import Planning
import Testing

/// `prune.grace`: what git no longer wants is left for a while, counted down.
struct GraceTests {
    private let dev = Samples.environment()
    private let pool = Samples.pool("p", replicas: 2)
    private let prune = RepositoryConfiguration.Prune(grace: .minutes(60))

    private func world(_ objects: [DeclaredObject]) -> World {
        World(
            observed: ObservedState(
                time: Samples.start, objects: objects.map { Samples.applied($0) },
                instances: (0..<2).map { Samples.instance(of: pool, $0) }))
    }

    /// Breaks when `grace` in `Holds` takes the present time where `unwantedSince` is.
    @Test("the time runs from when it left git, and then it goes")
    func leaving() {
        let set = DesiredState.known(Samples.set([dev], prune: prune))
        var world = world([dev, pool])
        let until = Samples.start.addingTimeInterval(3_600)
        var plan = Planner.plan(desired: set, observed: world.observed)
        #expect(plan.held.map(\.held) == [.grace(until: until), .grace(until: until), .grace(until: until)])
        #expect(plan.approval == nil)
        world.step(plan, set)
        world.observed.time = Samples.start.addingTimeInterval(1_800)
        plan = Planner.plan(desired: set, observed: world.observed)
        #expect(plan.held.first?.held == .grace(until: until))
        #expect(Planner.nextLook(desired: set, observed: world.observed) == until)
        world.observed.time = until
        #expect(Planner.plan(desired: set, observed: world.observed).held == [])
    }

    @Test("what comes back is kept, and begins anew when it leaves again")
    func comingBack() {
        let gone = DesiredState.known(Samples.set([dev], prune: prune))
        let back = DesiredState.known(Samples.set([dev, pool], prune: prune))
        var world = world([dev, pool])
        world.step(Planner.plan(desired: gone, observed: world.observed), gone)
        world.observed.time += 3_000
        world.step(Planner.plan(desired: back, observed: world.observed), back)
        world.observed.time += 3_000
        let plan = Planner.plan(desired: gone, observed: world.observed)
        #expect(plan.held.first?.held == .grace(until: world.observed.time + 3_600))
    }

    /// Breaks when `unwantedSince` of `ObservedObject` leaves out the generation.
    @Test("a change of its manifest begins the time anew, also where no pass was made over it")
    func changed() {
        let set = DesiredState.known(Samples.set([dev], prune: prune))
        let old = Samples.start.addingTimeInterval(-7_200)
        func held(observedGeneration: Int) -> HoldReason? {
            var status = ObjectStatus(observedGeneration: observedGeneration)
            status.unwantedSince = old
            let applied = Samples.applied(pool)
            let object = ObservedObject(
                declared: pool, source: applied.source, specHash: applied.specHash, generation: 2,
                revision: applied.revision, status: status, createdAt: old)
            let observed = ObservedState(time: Samples.start, objects: [Samples.applied(dev), object])
            return Planner.plan(desired: set, observed: observed).held.first?.held
        }
        #expect(held(observedGeneration: 1) == .grace(until: Samples.start.addingTimeInterval(3_600)))
        #expect(held(observedGeneration: 2) == nil)
    }

    @Test("fewer replicas wait as well, and what replaces them does not")
    func scaleDown() {
        let small = Samples.pool("p", replicas: 1)
        let set = DesiredState.known(Samples.set([dev, small], prune: prune))
        var world = world([dev, pool])
        world.step(Planner.plan(desired: set, observed: world.observed), set)
        world.step(Planner.plan(desired: set, observed: world.observed), set)
        let since = world.observed.objects.first { $0.identity == pool.identity }?.status.unwantedSince
        let plan = Planner.plan(desired: set, observed: world.observed)
        #expect(plan.held.map(\.held) == [since.map { .grace(until: $0 + 3_600) }])
        world.observed.time += 3_700
        #expect(Planner.plan(desired: set, observed: world.observed).executable.map(\.reason) == [.scaledDown])
    }

    /// Breaks when `isBudgeted` says false of `grace`.
    @Test("the budget counts what is in its time of grace")
    func budget() {
        let pools = (0..<8).map { Samples.pool("q\($0)", replicas: 0) }
        let observed = ObservedState(
            time: Samples.start, objects: ([dev] + pools).map { Samples.applied($0) })
        let plan = Planner.plan(desired: .known(Samples.set([dev], prune: prune)), observed: observed)
        #expect(plan.held.count == 8 && plan.approval != nil)
    }
}
