/// Finds what depends on itself by way of others.
enum DependencyCycles {
    /// Each cycle as a path without its first node repeated; a node is in at most one of them. Names without an entry are passed over.
    static func find<Node: Hashable & Comparable>(_ dependencies: [Node: [Node]]) -> [[Node]] {
        guard dependencies.values.contains(where: { !$0.isEmpty }) else { return [] }
        var waiting = dependencies.mapValues { Set($0.filter { dependencies[$0] != nil }) }
        var dependents: [Node: [Node]] = [:]
        for (node, needed) in waiting {
            for other in needed { dependents[other, default: []].append(node) }
        }
        var cycles: [[Node]] = []
        var free = waiting.filter(\.value.isEmpty).map(\.key)
        while true {
            while let node = free.popLast() {
                waiting[node] = nil
                for dependent in dependents[node] ?? [] where waiting[dependent]?.remove(node) != nil {
                    if waiting[dependent]?.isEmpty == true { free.append(dependent) }
                }
            }
            guard let start = waiting.keys.min() else { return cycles }
            let cycle = follow(start, in: waiting)
            cycles.append(cycle)
            free = cycle
        }
    }

    /// Every waiting node waits for another one, so going on leads into a cycle.
    private static func follow<Node: Hashable & Comparable>(_ start: Node, in waiting: [Node: Set<Node>]) -> [Node] {
        var places: [Node: Int] = [:]
        var path: [Node] = []
        var node: Node? = start
        while let current = node {
            if let place = places[current] {
                let cycle = Array(path[place...])
                guard let first = cycle.min(), let index = cycle.firstIndex(of: first) else { return cycle }
                return Array(cycle[index...] + cycle[..<index])
            }
            places[current] = path.count
            path.append(current)
            node = waiting[current]?.min()
        }
        return path
    }
}
