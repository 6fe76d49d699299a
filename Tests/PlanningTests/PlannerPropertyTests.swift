import Foundation
import Model
import Planning
import Testing

/// Properties of plans over hundreds of random pairs of commit and world; a failure names its seed.
struct PlannerPropertyTests {
    private static let seeds = Array(0..<30)

    @Test(arguments: seeds)
    func carryingOutPlansReachesWhatGitWants(seed: Int) throws {
        var random = RandomStates(seed: seed)
        var world = World(seed: seed)
        let first = Samples.set(
            try random.objects(production: false, suspensions: false), prune: Samples.unlimited)
        let before = world.settle(.known(first))
        #expect(before != nil)
        random.damage(&world.observed)
        let second = Samples.set(
            try random.objects(production: false, suspensions: false), revision: Samples.revision("5555555"),
            prune: Samples.unlimited)
        let restSettled = world.settle(.known(second))
        let rest = try #require(restSettled)

        #expect(world.wrongs == [])
        #expect(rest.waiting.filter { waiting in second.objects.contains { $0.identity == waiting.object } } == [])
        for object in second.objects { #expect(isAsDeclared(object, second, world.observed), "\(object.identity)") }
        let wanted = Set(second.objects.map(\.identity))
        let gone = world.observed.objects.map(\.identity).filter { !wanted.contains($0) }
        let explained = Set(rest.held.map(\.object))
        #expect(Set(gone).isSubset(of: explained), "\(gone)")
    }

    @Test(arguments: seeds)
    func settledStatesNeedNothing(seed: Int) throws {
        var random = RandomStates(seed: seed)
        var world = World(seed: seed)
        let set = Samples.set(try random.objects(suspensions: false))
        let planSettled = world.settle(.known(set))
        let plan = try #require(planSettled)
        #expect(plan.actions == [])
        #expect(plan.waiting == [])
        #expect(plan.unchanged == set.objects.count)
        let statuses = StatusAssessor.statuses(desired: .known(set), observed: world.observed, plan: plan)
        #expect(!statuses.values.contains { !$0.isReady })
    }

    @Test(arguments: seeds)
    func actionsComeAfterThoseTheyDependOn(seed: Int) throws {
        let (desired, observed) = try pair(seed, cycles: true)
        let plan = Planner.plan(desired: .known(desired), observed: observed)
        let leaving = observed.objects.map(\.declared).filter { gone in
            !desired.objects.contains { $0.identity == gone.identity }
        }
        for object in desired.objects {
            let first = plan.actions.firstIndex { $0.object == object.identity } ?? .max
            for needed in DependencyGraph.dependencies(of: object) {
                let last = plan.actions.lastIndex { $0.object == needed && $0.held == nil }
                if desired.objects.contains(where: { $0.identity == needed }), let last, !plan.isCyclic(object.identity)
                {
                    #expect(last < first || plan.actions[first].operation.isCancellation)
                }
            }
        }
        for object in leaving {
            let deletion = plan.actions.firstIndex { $0.object == object.identity && $0.operation == .deleteObject }
            for needed in DependencyGraph.dependencies(of: object) {
                let before = plan.actions.firstIndex { $0.object == needed && $0.operation == .deleteObject }
                if let deletion, let before { #expect(deletion < before) }
            }
            let parts = plan.actions.lastIndex { $0.object == object.identity && $0.operation != .deleteObject }
            if let deletion, let parts { #expect(parts < deletion) }
        }
    }

    @Test(arguments: seeds)
    func onlyAHealthyCurrentSourceDeletesObjects(seed: Int) throws {
        let (desired, observed) = try pair(seed)
        let broken = Samples.set(desired.objects, unreadable: ["a.yaml"])
        let wanted = Set(desired.objects.map(\.identity))
        for state in [.stale(desired, reason: "no network"), .known(broken), .unknown(reason: "new")] as [DesiredState]
        {
            let plan = Planner.plan(desired: state, observed: observed)
            let deletions = plan.executable.filter { $0.operation.isDestructive && !wanted.contains($0.object) }
            #expect(deletions == [])
            #expect(!plan.executable.contains { $0.operation == .deleteObject })
        }
        #expect(Planner.plan(desired: .unknown(reason: "new"), observed: observed).actions == [])
    }

    @Test(arguments: seeds)
    func productionOutlivesAnyNumberOfPasses(seed: Int) throws {
        var random = RandomStates(seed: seed)
        var world = World(seed: seed)
        let first = Samples.set(try random.objects(suspensions: false))
        let before = world.settle(.known(first))
        #expect(before != nil)
        let production = Set(
            first.objects.filter { object in
                guard case .environment(let spec) = object.spec else { return false }
                return spec.type == .prod
            }.map(\.identity))
        let precious = first.objects.filter {
            production.contains($0.identity) || !production.isDisjoint(with: DependencyGraph.environments(of: $0))
        }
        let instances = world.observed.instances.filter { instance in
            precious.contains { $0.identity == instance.tags.object }
        }
        let second = Samples.set(try random.objects(), revision: Samples.revision("5555555"))
        _ = world.settle(.known(second))
        let left = Set(world.observed.objects.map(\.identity))
        #expect(precious.allSatisfy { left.contains($0.identity) })
        let alive = Set(world.observed.instances.map(\.id))
        #expect(instances.allSatisfy { alive.contains($0.id) })
    }

    @Test(arguments: seeds)
    func aWholeSourceOutlivesAnyNumberOfPasses(seed: Int) throws {
        var random = RandomStates(seed: seed)
        var world = World(seed: seed)
        let first = Samples.set(
            try random.objects(production: false, suspensions: false), prune: Samples.unlimited)
        let before = world.settle(.known(first))
        #expect(before != nil)
        let others = seed % 3 == 0 ? [] : [Samples.environment("other"), Samples.pool("other", in: "other")]
        let second = Samples.set(others, revision: Samples.revision("5555555"))
        let planSettled = world.settle(.known(second))
        let plan = try #require(planSettled)
        #expect(Set(plan.held.map(\.object)).isSuperset(of: first.objects.map(\.identity)))
        let left = Set(world.observed.objects.map(\.identity))
        #expect(left.isSuperset(of: first.objects.map(\.identity)))
        #expect(left.isSuperset(of: others.map(\.identity)))
    }

    @Test(arguments: seeds)
    func theOrderOfListsChangesNothing(seed: Int) throws {
        let (desired, observed) = try pair(seed, cycles: true)
        let plan = Planner.plan(desired: .known(desired), observed: observed)
        var generator = SeededGenerator(seed: seed + 1_000)
        let shuffledSet = DesiredSet(
            source: desired.source, revision: desired.revision, objects: desired.objects.shuffled(using: &generator),
            suites: desired.suites.shuffled(using: &generator))
        let shuffled = ObservedState(
            time: observed.time, objects: observed.objects.shuffled(using: &generator),
            environments: observed.environments.shuffled(using: &generator),
            instances: observed.instances.shuffled(using: &generator),
            suites: observed.suites.shuffled(using: &generator), runs: observed.runs.shuffled(using: &generator))
        #expect(Planner.plan(desired: .known(shuffledSet), observed: shuffled) == plan)
    }

    /// A commit and a world that agreed with another one before it was damaged.
    private func pair(_ seed: Int, cycles: Bool = false) throws -> (DesiredSet, ObservedState) {
        var random = RandomStates(seed: seed)
        var world = World(seed: seed)
        let first = DesiredState.known(Samples.set(try random.objects()))
        for _ in 0..<Int.random(in: 0..<20, using: &random.generator) {
            world.step(Planner.plan(desired: first, observed: world.observed), first)
        }
        random.damage(&world.observed)
        let second = Samples.set(try random.objects(cycles: cycles), revision: Samples.revision("5555555"))
        return (second, world.observed)
    }

    private func isAsDeclared(_ object: DeclaredObject, _ set: DesiredSet, _ observed: ObservedState) -> Bool {
        let applied = observed.objects.first { $0.identity == object.identity }
        guard applied?.specHash == Digests.specHash(of: object) else { return false }
        switch object.spec {
        case .environment(let spec):
            let served = observed.environments.first { $0.identity == object.identity }?.services ?? []
            return Set(served) == Set(World.served(spec))
        case .cloudResource(let spec):
            let own = observed.instances.filter { $0.tags.object == object.identity }
            return own.map(\.tags.ordinal).sorted() == Array(0..<spec.replicas)
                && own.allSatisfy { $0.state == .running && $0.tags.specHash == Digests.instanceHash(of: spec) }
        case .testSuite:
            return set.suites.filter { $0.key.suite == object.identity && $0.on.contains(.commit) }.allSatisfy {
                suite in
                let record = observed.suites.first { $0.key == suite.key }
                return record?.conclusive?.digest == Digests.suiteInputs(of: suite)
            }
        case .alertRule, .cachePolicy: return true
        }
    }
}

extension Plan {
    fileprivate func isCyclic(_ object: ObjectIdentity) -> Bool { cycles.contains { $0.contains(object) } }
}

extension PlanOperation {
    fileprivate var isCancellation: Bool {
        switch self {
        case .cancelRun: true
        case .applyObject, .serveMocks, .createInstance, .startInstance, .deleteInstance, .startRun, .deleteObject,
            .updateInstance, .retagInstance, .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            false
        }
    }
}
