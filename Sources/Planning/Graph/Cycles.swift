import Model

extension DependencyGraph {
    /// Cycles among nodes that have no order: from the smallest node on, the shortest way back to itself.
    ///
    /// The members of a cycle that was found are taken out before the next is looked for, so what remains of a knot
    /// of cycles is said to wait for one of their members instead.
    static func cycles(
        among nodes: Set<ObjectIdentity>, dependencies: [ObjectIdentity: [ObjectIdentity]],
        dependents: [ObjectIdentity: [ObjectIdentity]]
    ) -> [[ObjectIdentity]] {
        var left = nodes
        var found: [[ObjectIdentity]] = []
        trim(&left, starting: Array(left), dependencies: dependencies, dependents: dependents)
        for start in nodes.sorted() where left.contains(start) {
            let removed: [ObjectIdentity]
            if let path = shortestCycle(through: start, within: left, dependencies: dependencies) {
                found.append(path)
                removed = path
            } else {
                removed = [start]
            }
            left.subtract(removed)
            let neighbours = removed.flatMap { (dependencies[$0] ?? []) + (dependents[$0] ?? []) }
            trim(&left, starting: neighbours, dependencies: dependencies, dependents: dependents)
        }
        return found
    }

    /// Takes out every node that nothing left needs, or that needs nothing left: it is on no cycle.
    private static func trim(
        _ left: inout Set<ObjectIdentity>, starting: [ObjectIdentity],
        dependencies: [ObjectIdentity: [ObjectIdentity]], dependents: [ObjectIdentity: [ObjectIdentity]]
    ) {
        var queue = starting
        while let node = queue.popLast() {
            guard left.contains(node) else { continue }
            let needs = dependencies[node] ?? []
            let needed = dependents[node] ?? []
            guard !needs.contains(where: left.contains) || !needed.contains(where: left.contains) else { continue }
            left.remove(node)
            queue += needs + needed
        }
    }

    /// Breadth first along dependencies, neighbours in order, until the start is reached again.
    private static func shortestCycle(
        through start: ObjectIdentity, within nodes: Set<ObjectIdentity>,
        dependencies: [ObjectIdentity: [ObjectIdentity]]
    ) -> [ObjectIdentity]? {
        var cameFrom: [ObjectIdentity: ObjectIdentity] = [:]
        var wave = [start]
        while !wave.isEmpty {
            var next: [ObjectIdentity] = []
            for node in wave {
                for other in dependencies[node] ?? [] where nodes.contains(other) {
                    if other == start { return closed(start, back: node, cameFrom) }
                    guard cameFrom[other] == nil else { continue }
                    cameFrom[other] = node
                    next.append(other)
                }
            }
            wave = next
        }
        return nil
    }

    private static func closed(
        _ start: ObjectIdentity, back last: ObjectIdentity, _ cameFrom: [ObjectIdentity: ObjectIdentity]
    ) -> [ObjectIdentity] {
        guard last != start else { return [start, start] }
        var path = [start, last]
        var node = last
        while node != start, let earlier = cameFrom[node] {
            path.append(earlier)
            node = earlier
        }
        return path.reversed()
    }
}
