import Foundation
import Model
import Planning
import Testing

/// Random histories of commits against a world that keeps its own books: whatever commits ask for, no more is lost
/// within a window than the budget of the last converged commit allows.
struct PruneBudgetPropertyTests {
    private struct Loss {
        let time: Date
        let environment: String
    }

    /// What was there, whenever it changed.
    private struct Population {
        let time: Date
        let counts: [String: Int]
    }

    private static let environments = ["a", "b"]
    private static let prune = RepositoryConfiguration.Prune(maxObjects: 4, maxPercent: 25, window: .minutes(60))

    /// Breaks when `ahead + own.count` in `PruneBudget` becomes `ahead`.
    @Test("no window loses more than both limits", arguments: 0..<60)
    func windows(seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        var world = World(seed: seed)
        var losses: [Loss] = []
        var history: [Population] = []
        var objects = Self.commit(&generator)
        var number = 0
        let first = set(objects, number)
        for _ in 0..<12 { step(&world, first, &losses, &history) }
        // What was made at first has been there for long.
        world.observed.time += 7_200
        history.append(population(world.observed))
        for _ in 0..<40 {
            if generator.oneIn(3) {
                number += 1
                objects = Self.change(objects, &generator)
            }
            step(&world, set(objects, number), &losses, &history)
            if generator.oneIn(4) { world.observed.time += Double(Int.random(in: 1...2_400, using: &generator)) }
            for environment in Self.environments {
                let now = world.observed.time
                for end in losses.filter({ $0.environment == environment }).map(\.time) where end > now - 3_600 {
                    let start = end.addingTimeInterval(-3_600)
                    let count = losses.count { $0.environment == environment && $0.time > start && $0.time <= end }
                    let total = history.last { $0.time <= start }?.counts[environment] ?? 0
                    #expect(
                        count <= 4 || count * 100 <= 25 * total,
                        "seed \(seed): \(count) of \(total) were lost in \(environment)")
                }
            }
        }
        #expect(world.wrongs == [])
    }

    private func set(_ objects: [DeclaredObject], _ number: Int) -> DesiredSet {
        Samples.set(
            objects, revision: Samples.revision(String(format: "%07x", number + 1)), prune: Self.prune)
    }

    /// One pass, with an account of what it took away: compared before and after, not asked of the plan.
    private func step(
        _ world: inout World, _ set: DesiredSet, _ losses: inout [Loss], _ history: inout [Population]
    ) {
        let time = world.observed.time
        let plan = Planner.plan(desired: .known(set), observed: world.observed)
        let before = world.observed
        world.step(plan, .known(set))
        let after = world.observed
        func place(_ object: ObjectIdentity) -> String? {
            let found = before.objects.first { $0.identity == object }?.declared
            return found.flatMap { PruneScope.all(of: $0).first }.flatMap { scope in
                if case .environment(let identity) = scope { identity.name } else { nil }
            }
        }
        let ordinals = { (state: ObservedState) in
            Set(state.instances.filter(\.isAlive).map { "\($0.tags.object) \($0.tags.ordinal)" })
        }
        let gone = ordinals(before).subtracting(ordinals(after))
        for instance in Set(before.instances.map { "\($0.tags.object) \($0.tags.ordinal)" })
        where gone.contains(instance) {
            let object = before.instances.first { "\($0.tags.object) \($0.tags.ordinal)" == instance }?.tags.object
            if let environment = object.flatMap(place) { losses.append(Loss(time: time, environment: environment)) }
        }
        let left = Set(after.objects.map(\.identity))
        for object in before.objects where !left.contains(object.identity) {
            if let environment = place(object.identity) { losses.append(Loss(time: time, environment: environment)) }
        }
        history.append(population(after))
    }

    private func population(_ observed: ObservedState) -> Population {
        var counts: [String: Int] = [:]
        for object in observed.objects {
            for scope in PruneScope.all(of: object.declared) {
                guard case .environment(let identity) = scope else { continue }
                counts[identity.name, default: 0] +=
                    1 + observed.instances.count { $0.tags.object == object.identity && $0.isAlive }
            }
        }
        return Population(time: observed.time, counts: counts)
    }

    private static func commit(_ generator: inout SeededGenerator) -> [DeclaredObject] {
        environments.map { Samples.environment($0) }
            + (0..<10).map { index in
                Samples.pool(
                    "p\(index)", in: environments[index % 2], replicas: Int.random(in: 0...6, using: &generator))
            }
    }

    /// Removes, scales, redefines and adds pools.
    private static func change(
        _ objects: [DeclaredObject], _ generator: inout SeededGenerator
    ) -> [DeclaredObject] {
        var pools = objects.filter { $0.identity.kind == .cloudResource }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let index = Int.random(in: 0..<12, using: &generator)
            let name = "p\(index)"
            let old = pools.first { $0.identity.name == name }
            pools.removeAll { $0.identity.name == name }
            guard !generator.oneIn(3) || old == nil else { continue }
            pools.append(
                Samples.pool(
                    name, in: environments[index % 2], replicas: Int.random(in: 0...6, using: &generator),
                    slots: Int.random(in: 1...2, using: &generator)))
        }
        return environments.map { Samples.environment($0) } + pools
    }
}
