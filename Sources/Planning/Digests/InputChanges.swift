import Model

/// Says which inputs of a suite differ from those of its last run.
///
/// The run's record keeps a digest of each part, which names the part; where the suite as it was applied before is at
/// hand, the field within a test is named as well.
enum InputChanges {
    /// Paths such as `tests[3].timeout`, `services.catalog` or `variables.region`; `["inputs"]` when nothing more can
    /// be said.
    static func paths(
        of suite: ResolvedSuite, earlier: [String: Digest]?, declared: DeclaredObject, appliedSuite: DeclaredObject?,
        appliedEnvironment: DeclaredObject?
    ) -> [String] {
        let written = appliedSuite.map { testPaths(from: $0, to: declared) } ?? []
        guard let earlier else {
            var paths = written
            if let appliedEnvironment, case .environment(let applied) = appliedEnvironment.spec {
                paths += environmentPaths(from: applied, to: suite)
            }
            let named = InputPaths.shortened(paths)
            return named.isEmpty ? ["inputs"] : named
        }
        let parts = SuiteInputs(suite).parts()
        let changed = Set(parts.keys).union(earlier.keys).filter { parts[$0] != earlier[$0] }
        let environment = changed.compactMap(\.environmentPath).sorted()
        // A test differs also when only what it uses of the environment does.
        if written.isEmpty, !environment.isEmpty { return environment }
        let tests = suite.tests.enumerated().filter { changed.contains(.test($0.element.name)) }.flatMap {
            index, test in
            guard let place = place(of: test.name, at: index, in: declared) else { return ["test `\(test.name)`"] }
            let fields = written.filter { $0 == "tests[\(place)]" || $0.hasPrefix("tests[\(place)].") }
            return fields.isEmpty ? ["tests[\(place)]"] : fields
        }.uniqued()
        let gone = earlier.keys.filter { $0.testName != nil && parts[$0] == nil }.compactMap(\.testName).sorted()
        let named = environment + tests + gone.map { "tests: `\($0)` is gone" }
        return named.isEmpty ? ["the order of tests"] : named
    }

    /// Where a test is declared: tests of a matrix share a place, a suite's own first steps have none.
    private static func place(of name: String, at index: Int, in declared: DeclaredObject) -> Int? {
        guard case .testSuite(let spec) = declared.spec else { return index }
        if spec.tests.indices.contains(index), spec.tests[index].name == name { return index }
        return spec.tests.firstIndex { test in
            test.name == name || test.settings.matrix != nil && name.hasPrefix("\(test.name) [")
        }
    }

    private static func testPaths(from old: DeclaredObject, to new: DeclaredObject) -> [String] {
        ObjectChanges.between(old, new).map(\.path).filter { path in
            path.hasPrefix("tests") && !path.contains("].labels")
        }
    }

    private static func environmentPaths(from old: EnvironmentSpec, to new: ResolvedSuite) -> [String] {
        var paths: [String] = []
        if old.type != new.environmentType { paths.append("environment.type") }
        paths += differing(old.variables, new.variables).map { "variables.\($0)" }
        paths += differing(old.services, new.services).map { "services.\($0)" }
        paths += differing(old.secrets, new.secrets).map { "secrets.\($0)" }
        return paths
    }

    /// Names in use whose value is another than before.
    private static func differing<Value: Equatable>(_ old: [String: Value], _ used: [String: Value]) -> [String] {
        used.keys.filter { old[$0] != used[$0] }.sorted()
    }
}
