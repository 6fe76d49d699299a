package import Model

/// The dependencies between the tests of a suite, by their declared positions.
package struct TestGraph: Sendable {
    /// The tests that each test depends on.
    package let dependencies: [[Int]]
    /// The tests that depend on each test.
    package let dependents: [[Int]]
    /// How each of them must have ended, by test.
    private let endings: [[Int: TestDependency.Ending]]
    /// Every sound test after all that it depends on.
    package let topological: [Int]
    /// Tests that could never start, and why; validation refuses them, so none is expected here.
    package let unsound: [Int: String]

    package init(_ tests: [TestDefinition]) {
        let positions = Dictionary(tests.indices.map { (tests[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        var unsound: [Int: String] = [:]
        var dependencies = [[Int]](repeating: [], count: tests.count)
        var dependents = dependencies
        var endings = [[Int: TestDependency.Ending]](repeating: [:], count: tests.count)
        for index in tests.indices {
            for needed in tests[index].settings.dependsOn.sorted(by: { $0.test < $1.test }) {
                guard let position = positions[needed.test] else {
                    unsound[index] = "depends on `\(needed.test)`, which is no test of this suite"
                    continue
                }
                // Of one that is named twice the stricter demand counts.
                let known = endings[index][position]
                endings[index][position] = known == .passed ? .passed : needed.when
                guard known == nil else { continue }
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
        self.endings = endings
        self.topological = order
        self.unsound = unsound
    }

    /// Whether a test may start as far as the end of one that it depends on goes.
    package func accepts(_ outcome: Outcome, of dependency: Int, for index: Int) -> Bool {
        switch endings[index][dependency] {
        case .passed?, nil: outcome == .passed
        case .finished?: true
        }
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
