package import Model

extension ResolvedSuite {
    /// The suite as one machine without a pool runs it: the tests that are chosen, with all that they depend on, and of
    /// the environment only what these use.
    ///
    /// What a test needs of a worker is not asked here, since there is no other; nor is how long it may wait for one.
    package func local(choosing isChosen: (TestDefinition) -> Bool, bail: Bool) -> ResolvedSuite {
        let graph = TestGraph(tests)
        var kept = Set<Int>()
        for (index, test) in tests.enumerated() where isChosen(test) {
            kept.insert(index)
            kept.formUnion(graph.closure(of: index))
        }
        let left = tests.indices.filter(kept.contains).map { tests[$0].local }
        let isWhole = left.count == tests.count || teardown != nil
        let used = left.compactMap { shares[$0.name] }
        let services = Set(used.flatMap(\.services))
        let secrets = Set(used.flatMap(\.secrets))
        return running(
            left, failFast: bail ? 1 : failFast,
            services: isWhole ? self.services : self.services.filter { services.contains($0.key) },
            secrets: isWhole ? self.secrets : self.secrets.filter { secrets.contains($0.key) })
    }
}

extension TestDefinition {
    fileprivate var local: TestDefinition {
        var test = self
        test.settings.needs = [:]
        test.settings.resources = nil
        test.settings.affinity = nil
        test.settings.queueTimeout = .minutes(60 * 24 * 365)
        return test
    }
}
