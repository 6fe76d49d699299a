package import Model

/// Which object needs which, of one set of objects, with the order to work in.
package struct DependencyGraph: Hashable, Sendable {
    /// Objects of the set that each object of the set needs, sorted.
    package let dependencies: [ObjectIdentity: [ObjectIdentity]]
    /// Objects of the set that need each object of the set, sorted.
    package let dependents: [ObjectIdentity: [ObjectIdentity]]
    /// Every object after those it needs; those of a cycle or behind one come last.
    package let order: [ObjectIdentity]
    /// Each cycle as a closed path (`A, B, A`) that starts at its smallest member; no two share a member.
    package let cycles: [[ObjectIdentity]]

    package init(_ objects: [DeclaredObject]) {
        let nodes = Set(objects.map(\.identity))
        var needs: [ObjectIdentity: [ObjectIdentity]] = [:]
        needs.reserveCapacity(nodes.count)
        for object in objects {
            let own = Self.dependencies(of: object).filter(nodes.contains)
            guard let known = needs[object.identity] else {
                needs[object.identity] = own
                continue
            }
            needs[object.identity] = Set(known + own).sorted()
        }
        var needed: [ObjectIdentity: [ObjectIdentity]] = [:]
        for (node, others) in needs {
            for other in others { needed[other, default: []].append(node) }
        }
        dependencies = needs
        dependents = needed.mapValues { $0.sorted() }

        var waves = Waves(dependencies: dependencies, dependents: dependents)
        var ordered = waves.run()
        let rest = nodes.subtracting(ordered)
        cycles = Self.cycles(among: rest, dependencies: dependencies, dependents: dependents)
        if !rest.isEmpty {
            // What hangs behind a cycle still has an order of its own once the cycle's members are taken as done.
            ordered += waves.run(takingAsDone: cycles.flatMap { $0 }.uniqued())
            ordered += nodes.subtracting(ordered).sorted()
        }
        order = ordered
    }

    /// What an object needs, by `dependsOn` or because it lives in an environment; in the set or not. Sorted.
    package static func dependencies(of object: DeclaredObject) -> [ObjectIdentity] {
        object.dependencies { object in
            let all = object.dependsOn + environments(of: object)
            return all.count < 2 ? all : Set(all).sorted()
        }
    }

    /// The environments that an object's spec names.
    package static func environments(of object: DeclaredObject) -> [ObjectIdentity] {
        let names: [String] =
            switch object.spec {
            case .environment: []
            case .cloudResource(let spec): [spec.environment]
            case .testSuite(let spec): spec.environments
            case .alertRule(let spec): spec.environment.map { [$0] } ?? []
            case .cachePolicy(let spec): spec.environments
            }
        return names.map { ObjectIdentity(kind: .environment, namespace: object.identity.namespace, name: $0) }
    }
}

extension Sequence where Element: Hashable {
    /// The elements without repetitions, in their order.
    func uniqued() -> [Element] {
        var seen = Set<Element>()
        return filter { seen.insert($0).inserted }
    }
}

/// Kahn's algorithm, a sorted wave at a time, so that the order depends on nothing but the graph.
private struct Waves {
    private let dependents: [ObjectIdentity: [ObjectIdentity]]
    private var missing: [ObjectIdentity: Int]
    private var wave: [ObjectIdentity]

    init(dependencies: [ObjectIdentity: [ObjectIdentity]], dependents: [ObjectIdentity: [ObjectIdentity]]) {
        self.dependents = dependents
        missing = dependencies.mapValues(\.count)
        wave = dependencies.filter(\.value.isEmpty).keys.sorted()
    }

    /// Takes waves until none is left, and returns them one after the other.
    mutating func run(takingAsDone done: [ObjectIdentity] = []) -> [ObjectIdentity] {
        var order: [ObjectIdentity] = []
        let settled = Set(done)
        if !done.isEmpty {
            order = done.sorted()
            wave = release(done).filter { !settled.contains($0) }
        }
        while !wave.isEmpty {
            order += wave
            wave = release(wave).filter { !settled.contains($0) }
        }
        return order
    }

    /// Objects that need nothing more once these are done.
    private mutating func release(_ done: [ObjectIdentity]) -> [ObjectIdentity] {
        var free: [ObjectIdentity] = []
        for node in done.flatMap({ dependents[$0] ?? [] }) {
            let left = (missing[node] ?? 0) - 1
            missing[node] = left
            if left == 0 { free.append(node) }
        }
        return free.sorted()
    }
}
