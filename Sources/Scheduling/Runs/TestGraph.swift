package import Model

/// The dependencies between the tests of a suite, by their declared positions.
package struct TestGraph: Sendable {
    /// The tests that each test depends on.
    package let dependencies: [[Int]]
    /// The tests that depend on each test.
    package let dependents: [[Int]]
    /// Every sound test after all that it depends on.
    package let topological: [Int]
    /// Tests that could never start, and why; validation refuses them, so none is expected here.
    package let unsound: [Int: String]

    package init(_ tests: [TestDefinition]) {
        let positions = Dictionary(tests.indices.map { (tests[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        var unsound: [Int: String] = [:]
        var dependencies = [[Int]](repeating: [], count: tests.count)
        var dependents = dependencies
        for index in tests.indices {
            for name in Set(tests[index].settings.dependsOn).sorted() {
                guard let position = positions[name] else {
                    unsound[index] = "depends on `\(name)`, which is no test of this suite"
                    continue
                }
                dependencies[index].append(position)
                dependents[position].append(index)
            }
        }
        var open = dependencies.map(\.count)
        var order = tests.indices.filter { open[$0] == 0 && unsound[$0] == nil }
        var next = 0
        while next < order.count {
            for dependent in dependents[order[next]] {
                open[dependent] -= 1
                if open[dependent] == 0, unsound[dependent] == nil { order.append(dependent) }
            }
            next += 1
        }
        let sound = Set(order)
        for index in tests.indices where !sound.contains(index) && unsound[index] == nil {
            unsound[index] = "can never start: its dependencies form a circle or can't start themselves"
        }
        self.dependencies = dependencies
        self.dependents = dependents
        self.topological = order
        self.unsound = unsound
    }

    /// Everything that a test depends on, directly or not, dependencies before their dependents.
    package func closure(of index: Int) -> [Int] {
        var found: Set<Int> = []
        var open = dependencies[index]
        while let next = open.popLast() {
            if found.insert(next).inserted { open.append(contentsOf: dependencies[next]) }
        }
        guard !found.isEmpty else { return [] }
        return topological.filter(found.contains)
    }
}
