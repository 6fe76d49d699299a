import Model

/// Says which inputs of a suite a commit changed, from the objects that were applied before it.
///
/// A verdict remembers only the digest of its inputs, so this can name nothing once the new objects are applied.
enum InputChanges {
    /// Paths such as `tests[3].timeout` or `variables.region`; `["inputs"]` when nothing more can be said.
    static func paths(
        of suite: ResolvedSuite, declared: DeclaredObject, appliedSuite: DeclaredObject?,
        appliedEnvironment: DeclaredObject?
    ) -> [String] {
        var paths: [String] = []
        if let appliedSuite { paths += testPaths(from: appliedSuite, to: declared) }
        if let appliedEnvironment, case .environment(let applied) = appliedEnvironment.spec {
            paths += environmentPaths(from: applied, to: suite)
        }
        let named = InputPaths.shortened(paths)
        return named.isEmpty ? ["inputs"] : named
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
