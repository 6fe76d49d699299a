import Model

/// What must hold across the parts of one suite.
enum SuiteRules {
    static func check(_ root: YAMLNode, _ validator: inout Validator) {
        let outline = SuiteOutline(root)
        SuiteScheduleRules.check(outline.spec, &validator)
        checkTests(root, outline, &validator)
        TestNameRules.check(outline, &validator)
        checkDependencies(outline.tests, &validator)
        ParameterRules.check(outline.spec, &validator)
        FragmentRules.check(outline, &validator)
        LoadRules.check(outline.tests, &validator)
        BodyRules.check(outline, &validator)
        RequestRules.check(outline, &validator)
        StepRules.check(outline, &validator)
        InputRules.check(outline, &validator)
        SuiteReferences(outline).check(&validator)
        AbilityRules.warn(&validator)
    }

    /// There is something to run: tests, or services to look at.
    private static func checkTests(_ root: YAMLNode, _ outline: SuiteOutline, _ validator: inout Validator) {
        guard outline.tests.isEmpty, (outline.spec["services"]?.items ?? []).isEmpty, root["spec"] != nil else {
            return
        }
        let node = outline.spec.member("tests")?.key ?? root.member("spec")?.key ?? root
        validator.error("`tests` is missing: write some, or name `services` to have each of them tested", at: node)
    }

    private static func checkDependencies(_ tests: [TestOutline], _ validator: inout Validator) {
        let names = tests.compactMap(\.name)
        // A cell of a matrix stands for its test.
        var owners: [String: String] = [:]
        for test in tests {
            for cell in test.cellNames { owners[cell] = test.name }
        }
        for name in names { owners[name] = name }
        var dependencies: [String: [String]] = [:]
        for test in tests {
            if let name = test.name {
                dependencies[name, default: []] += test.dependsOn.compactMap { owners[$0.name] }
            }
            for (name, node) in test.dependsOn where owners[name] == nil {
                let cells = tests.filter { $0.matrix != nil }.flatMap(\.cellNames)
                let hint = Wording.hint(name, among: names + (cells.count > 100 ? [] : cells))
                validator.error("unknown test `\(name)` in tests[\(test.index)].dependsOn\(hint)", at: node)
            }
        }
        for cycle in DependencyCycles.find(dependencies) {
            let path = (cycle + cycle.prefix(1)).joined(separator: " → ")
            for test in tests where test.name == cycle.first {
                let next = cycle.count > 1 ? cycle[1] : cycle[0]
                guard let node = test.dependsOn.first(where: { owners[$0.name] == next })?.node else { continue }
                validator.error("these tests wait for each other: \(path)", at: node)
            }
        }
    }
}
