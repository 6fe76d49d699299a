import Foundation
import Model
import Planning
import Testing

/// How a changed definition reaches instances, by what the provider can change.
struct RolloutTests {
    private let dev = Samples.environment()
    private static let fields: Set<InstanceField> = [.resources, .capabilities, .labels]

    private func world(_ pool: DeclaredObject) -> World {
        var world = World(
            observed: ObservedState(time: Samples.start, changesInPlace: [.local: Self.fields]))
        _ = world.settle(.known(Samples.set([dev, pool])))
        return world
    }

    private func set(_ pool: DeclaredObject) -> DesiredSet {
        Samples.set([dev, pool], revision: Samples.revision("5555555"))
    }

    /// Breaks when `canUpdateInPlace` compares `specHash` instead of `fixedHash`.
    @Test("what can be changed in place keeps its instances, one at a time")
    func inPlace() {
        var world = world(Samples.pool(replicas: 3))
        let ids = Set(world.observed.instances.map(\.id))
        let set = set(Samples.pool(replicas: 3, capabilities: ["gpu"]))
        let first = Planner.plan(desired: .known(set), observed: world.observed)
        #expect(first.rollouts.map(\.way) == [.inPlace] && first.rollouts[0].instances.count == 3)
        #expect(updates(first).count == 1)
        for _ in 0..<10 {
            let plan = Planner.plan(desired: .known(set), observed: world.observed)
            #expect(updates(plan).count <= 1)
            world.step(plan, .known(set))
        }
        #expect(Set(world.observed.instances.map(\.id)) == ids)
        let last = Planner.plan(desired: .known(set), observed: world.observed)
        #expect(last.actions == [] && last.rollouts == [])
    }

    @Test("what can't be, what the policy forbids, and what an older version made is replaced")
    func replaced() {
        let changed = Samples.pool(replicas: 2, slots: 2)
        func ways(_ pool: DeclaredObject, _ change: (inout World) -> Void = { _ in }) -> [PlannedRollout.Way] {
            var world = world(Samples.pool(replicas: 2))
            change(&world)
            return Planner.plan(desired: .known(set(pool)), observed: world.observed).rollouts.map(\.way)
        }
        #expect(ways(changed) == [.createFirst])
        #expect(ways(Samples.pool(replicas: 2, update: .replace, capabilities: ["gpu"])) == [.createFirst])
        let inPlace = Samples.pool(replicas: 2, update: nil, capabilities: ["gpu"])
        #expect(ways(inPlace) == [.inPlace])
        #expect(ways(inPlace) { $0.observed.changesInPlace = [:] } == [.createFirst])
        #expect(
            ways(inPlace) { world in
                world.observed.instances = world.observed.instances.map { instance in
                    instance.with(instance.tags.with(specHash: instance.tags.specHash, fixedHash: nil))
                }
            } == [.createFirst])
    }

    /// Breaks when `creations` of `Rollout` are all of `running`.
    @Test("a replacement never leaves fewer than all replicas running, nor more than one too many", arguments: 0..<20)
    func rolling(seed: Int) {
        let replicas = 1 + seed % 5
        var world = World(
            observed: ObservedState(time: Samples.start, changesInPlace: [.local: Self.fields]), seed: seed)
        _ = world.settle(.known(Samples.set([dev, Samples.pool(replicas: replicas)])))
        let changed = set(Samples.pool(replicas: replicas, slots: 2))
        for _ in 0..<60 {
            world.step(Planner.plan(desired: .known(changed), observed: world.observed), .known(changed))
            let running = Set(world.observed.instances.filter { $0.state == .running }.map(\.tags.ordinal))
            #expect(running == Set(0..<replicas), "seed \(seed)")
            #expect(world.observed.instances.count <= replicas + 1, "seed \(seed)")
        }
        let hash = Digests.instanceHash(of: Samples.pool(replicas: replicas, slots: 2))
        #expect(world.observed.instances.allSatisfy { $0.tags.specHash == hash })
        #expect(world.observed.prunes.isEmpty, "nothing was lost by it")
        #expect(world.wrongs == [])
    }

    /// Breaks when `superseded` of the resource's steps, or `isSteady` of `Rollout`, leaves out `unconfirmed`.
    @Test("an instance that may be gone replaces none, and nothing is rolled while one may be gone")
    func unconfirmed() {
        let pool = Samples.pool(replicas: 2)
        let older = Samples.instance(of: pool, 0, hash: Digest(rawValue: "older"))
        let newer = Samples.instance(of: pool, 0, incarnation: 2)
        let other = Samples.instance(of: pool, 1)
        func plan(_ instances: [ObservedInstance], unconfirmed: Set<InstanceID>) -> [PlanOperation] {
            Planner.plan(
                desired: .known(Samples.set([dev, pool])),
                observed: ObservedState(
                    objects: [dev, pool].map { Samples.applied($0) }, instances: instances, unconfirmed: unconfirmed)
            ).actions.map(\.operation)
        }
        #expect(plan([older, newer, other], unconfirmed: []) == [.deleteInstance(older.id)])
        #expect(plan([older, newer, other], unconfirmed: [newer.id]) == [])
        #expect(plan([older, other], unconfirmed: []).count == 1)
        #expect(plan([older, other], unconfirmed: [other.id]) == [])
    }

    /// Breaks when `idle` of `Rollout` leaves out `isConfirmed`.
    @Test(
        "one that was not running when it was written down is not deleted before a look has shown that it does not",
        arguments: [ObservedInstance.State.pending, .stopped])
    func stale(state: ObservedInstance.State) {
        let pool = Samples.pool(replicas: 1)
        let older = Samples.instance(of: pool, 0, state: state, hash: Digest(rawValue: "older"))
        func plan(unconfirmed: Set<InstanceID>) -> [PlanOperation] {
            Planner.plan(
                desired: .known(Samples.set([dev, pool])),
                observed: ObservedState(
                    objects: [dev, pool].map { Samples.applied($0) }, instances: [older], unconfirmed: unconfirmed)
            ).actions.map(\.operation)
        }
        #expect(plan(unconfirmed: [older.id]) == [])
        #expect(plan(unconfirmed: []) == [.deleteInstance(older.id)])
    }

    /// Breaks when `halted` of `Rollout` is empty: it is deleted for its successor.
    @Test("one that a crash left stopped while it was changed in place is changed, not replaced, and others wait")
    func halted() {
        let changed = Samples.pool(replicas: 2, update: nil, capabilities: ["gpu"])
        let fixed = Digests.fixedHash(of: specOf(changed), changesInPlace: Self.fields)
        let older = Digest(rawValue: "older")
        let stopped = Samples.instance(of: changed, 0, state: .stopped, hash: older, fixedHash: fixed)
        let running = Samples.instance(of: changed, 1, hash: older, fixedHash: fixed)
        let made = plan(changed, [stopped, running])
        #expect(made.actions.map(\.operation).filter(\.isDestructive) == [])
        #expect(updates(made) == [.updateInstance(stopped.id, specHash: Digests.instanceHash(of: changed))])
        // Changed another way than its provider can, it is replaced as before.
        let other = Samples.instance(of: changed, 0, state: .stopped, hash: older, fixedHash: older)
        #expect(plan(changed, [other, running]).actions.map(\.operation).contains(.deleteInstance(other.id)))
    }

    private func specOf(_ object: DeclaredObject) -> CloudResourceSpec {
        guard case .cloudResource(let spec) = object.spec else { return CloudResourceSpec(environment: "") }
        return spec
    }

    private func plan(_ pool: DeclaredObject, _ instances: [ObservedInstance]) -> Plan {
        Planner.plan(
            desired: .known(Samples.set([dev, pool])),
            observed: ObservedState(
                objects: [dev, pool].map { Samples.applied($0) }, instances: instances,
                changesInPlace: [.local: Self.fields]))
    }

    /// Breaks when `isSteady` leaves out that all run, or that each ordinal has one instance.
    @Test("the next is replaced only when the one before runs alone")
    func steady() {
        let pool = Samples.pool(replicas: 2)
        let old = Digest(rawValue: "older")
        let second = Samples.instance(of: pool, 1, hash: old)
        #expect(plan(pool, [Samples.instance(of: pool, 0, state: .pending, incarnation: 2), second]).actions == [])
        let both = [Samples.instance(of: pool, 0, hash: old), Samples.instance(of: pool, 0, incarnation: 2), second]
        #expect(plan(pool, both).actions.map(\.reason) == [.instanceReplaced(ordinal: 0)])
        #expect(plan(pool, [second]).actions.map(\.reason) == [.instanceMissing(ordinal: 0)])
        #expect(
            plan(pool, [Samples.instance(of: pool, 0), second]).actions.map(\.reason) == [
                .definitionChanged(ordinal: 1)
            ])
    }

    /// Breaks when `inPlace` leaves out that the instance runs.
    @Test("one that never came up is made anew, also where a running one could be changed")
    func neverUp() throws {
        let pool = Samples.pool(replicas: 1)
        guard case .cloudResource(let spec) = pool.spec else { throw Impossible() }
        let stuck = Samples.instance(
            of: pool, 0, state: .pending, hash: Digest(rawValue: "older"),
            fixedHash: Digests.fixedHash(of: spec, changesInPlace: Self.fields))
        #expect(plan(pool, [stuck]).rollouts.map(\.way) == [.deleteFirst])
        #expect(plan(pool, [stuck]).actions.map(\.operation) == [.deleteInstance(stuck.id)])
        #expect(plan(pool, [stuck.with(.running)]).rollouts.map(\.way) == [.inPlace])
    }

    private struct Impossible: Error {}

    @Test("instances that stay lost by policy hold up no rollout")
    func lost() {
        let pool = Samples.pool(replicas: 2, slots: 2, drift: .report)
        let plan = Planner.plan(
            desired: .known(Samples.set([dev, pool])),
            observed: ObservedState(
                objects: [dev, pool].map { Samples.applied($0) },
                instances: [Samples.instance(of: pool, 0, hash: Digest(rawValue: "older"))],
                losses: [Samples.loss(of: pool, 1)]))
        #expect(plan.actions.map(\.reason) == [.definitionChanged(ordinal: 0)])
    }

    private func updates(_ plan: Plan) -> [PlanOperation] {
        plan.actions.map(\.operation).filter { if case .updateInstance = $0 { true } else { false } }
    }
}
