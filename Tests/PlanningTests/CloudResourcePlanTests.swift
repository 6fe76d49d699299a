import Foundation
import Model
import Planning
import Testing

struct CloudResourcePlanTests {
    private let environment = Samples.environment()
    private let older = Digest(rawValue: "older")

    private func plan(
        _ object: DeclaredObject, _ instances: [ObservedInstance], applied: DeclaredObject? = nil,
        environment: DeclaredObject? = nil, status: ObjectStatus = ObjectStatus(), stale: Bool = false
    ) -> Plan {
        let place = environment ?? self.environment
        let set = Samples.set([place, object])
        return Planner.plan(
            desired: stale ? .stale(set, reason: "no network") : .known(set),
            observed: ObservedState(
                objects: [Samples.applied(place), Samples.applied(applied ?? object, status: status)],
                instances: instances))
    }

    private func deletions(_ plan: Plan) -> [String] {
        plan.actions.compactMap { action in
            guard case .deleteInstance(let id) = action.operation else { return nil }
            return id.rawValue
        }
    }

    @Test func missingOrdinalsAreCreatedWithTheCurrentDefinition() {
        let pool = Samples.pool(replicas: 3)
        let hash = Digests.instanceHash(of: CloudResourceSpec(environment: "dev"))
        let plan = plan(
            pool, [Samples.instance(of: pool, 1), Samples.instance(of: pool, 0, state: .terminating)])
        #expect(
            plan.actions
                == [0, 2].map { ordinal in
                    PlannedAction(
                        object: pool.identity, operation: .createInstance(ordinal: ordinal, specHash: hash),
                        reason: .instanceMissing(ordinal: ordinal))
                })
    }

    @Test func instancesOfAnObjectThatWasForgottenAreTakenOver() {
        let pool = Samples.pool(replicas: 1)
        let set = Samples.set([environment, pool])
        let plan = Planner.plan(
            desired: .known(set),
            observed: ObservedState(
                objects: [Samples.applied(environment)], instances: [Samples.instance(of: pool, 0)]))
        #expect(plan.actions.map(\.operation) == [.applyObject])
    }

    @Test(arguments: [false, true])
    func surplusOrdinalsAreDeletedFromTheHighest(stale: Bool) {
        let pool = Samples.pool(replicas: 1)
        let plan = plan(pool, (0..<3).map { Samples.instance(of: pool, $0) }, stale: stale)
        #expect(deletions(plan) == ["pool-2-1", "pool-1-1"])
        #expect(plan.actions.map(\.reason) == [.scaledDown, .scaledDown])
        #expect(plan.held == [])
        #expect(plan.actions.map(\.after) == [[], []])
    }

    @Test func ofTwoInstancesOfAnOrdinalTheOlderGoes() {
        let pool = Samples.pool(replicas: 1)
        let plan = plan(
            pool, [Samples.instance(of: pool, 0, incarnation: 2), Samples.instance(of: pool, 0, incarnation: 1)])
        #expect(deletions(plan) == ["pool-0-1"])
        #expect(plan.actions.map(\.reason) == [.duplicateInstance(ordinal: 0)])
    }

    /// Breaks when `older` of `Facts` lets the younger of two with one incarnation be the newest.
    @Test func aCopyWithAllTagsNeverReplacesTheOriginal() {
        let pool = Samples.pool(replicas: 1)
        let original = Samples.instance(of: pool, 0)
        let copy = ObservedInstance(
            id: InstanceID(rawValue: "a-copy"), state: .running, tags: original.tags,
            createdAt: original.createdAt.addingTimeInterval(60))
        #expect(deletions(plan(pool, [original, copy])) == ["a-copy"])
        #expect(deletions(plan(pool, [copy, original])) == ["a-copy"])
    }

    @Test func outdatedInstancesAreReplacedOneAtATime() {
        let pool = Samples.pool(replicas: 3)
        let hash = Digests.instanceHash(of: pool)
        let plan = plan(pool, (0..<3).map { Samples.instance(of: pool, $0, hash: older) })
        #expect(plan.actions.map(\.operation) == [.createInstance(ordinal: 0, specHash: hash)])
        #expect(plan.actions.map(\.reason) == [.definitionChanged(ordinal: 0)])
        #expect(plan.rollouts.map(\.way) == [.createFirst])
        #expect(plan.rollouts.first?.instances.count == 3)
    }

    /// Breaks when `superseded` leaves out that the newest runs.
    @Test func aRunningOneIsReplacedOnlyWhileAllOthersRun() {
        let pool = Samples.pool(replicas: 2)
        let outdated = Samples.instance(of: pool, 1, hash: older)
        #expect(deletions(plan(pool, [Samples.instance(of: pool, 0, state: .pending), outdated])) == [])
        #expect(plan(pool, [outdated]).actions.map(\.reason) == [.instanceMissing(ordinal: 0)])
        let steady = plan(pool, [Samples.instance(of: pool, 0), outdated])
        #expect(steady.actions.map(\.reason) == [.definitionChanged(ordinal: 1)])
        let made = Samples.instance(of: pool, 1, state: .pending, incarnation: 2)
        #expect(plan(pool, [Samples.instance(of: pool, 0), outdated, made]).actions == [])
        let taken = plan(
            pool, [Samples.instance(of: pool, 0), outdated, Samples.instance(of: pool, 1, incarnation: 2)])
        #expect(deletions(taken) == ["pool-1-1"])
        #expect(taken.actions.map(\.reason) == [.instanceReplaced(ordinal: 1)])
    }

    /// Breaks when `add` takes all deletions of a rollout instead of the first.
    @Test func definitionsThatNeverCameUpAreRepaired() {
        let pool = Samples.pool(replicas: 2)
        let broken = (0..<2).map { Samples.instance(of: pool, $0, state: .pending, hash: older) }
        #expect(deletions(plan(pool, broken)) == ["pool-0-1"])
    }

    /// Breaks when `Pruning` deletes instances that belong to no object.
    @Test func strangersAreLeftAlone() {
        let pool = Samples.pool(replicas: 0)
        #expect(plan(pool, [Samples.instance(of: Samples.pool("stranger"), 0)]).actions == [])
    }

    @Test func inProdEverythingThatEndsIsHeld() {
        let prod = Samples.environment(type: .prod)
        let pool = Samples.pool(replicas: 2)
        let instances = (0..<3).map { Samples.instance(of: pool, $0, hash: older) }
        let plan = plan(pool, instances, environment: prod)
        #expect(deletions(plan) == ["pool-2-1", "pool-0-1", "pool-1-1"])
        #expect(plan.actions.allSatisfy { $0.held == .production })
    }

    @Test func turningProdIntoDevLiftsNoHold() {
        let prod = Samples.environment(type: .prod)
        let small = Samples.pool(replicas: 0)
        let instance = Samples.instance(of: small, 0)
        let desired = DesiredState.known(Samples.set([Samples.environment(type: .dev), small]))
        var world = World(
            observed: ObservedState(
                objects: [Samples.applied(prod), Samples.applied(Samples.pool(replicas: 1))], instances: [instance]))
        let plan = world.settle(desired)
        #expect(plan?.held.map(\.operation) == [.deleteInstance(instance.id)])
        #expect(plan?.held.map(\.held) == [.production])
        #expect(world.observed.instances == [instance])
        #expect(world.observed.objects.first { $0.identity == small.identity }?.status.held == .production)
    }

    @Test func aHoldEndsWithItsCause() {
        let pool = Samples.pool(replicas: 1)
        let plan = plan(pool, [Samples.instance(of: pool, 0)], status: ObjectStatus(held: .production))
        #expect(plan.actions == [])
        let statuses = StatusAssessor.statuses(
            desired: .known(Samples.set([environment, pool])),
            observed: ObservedState(
                objects: [
                    Samples.applied(environment), Samples.applied(pool, status: ObjectStatus(held: .production)),
                ],
                instances: [Samples.instance(of: pool, 0)]),
            plan: plan)
        #expect(statuses[pool.identity]?.held == nil)
    }
}
