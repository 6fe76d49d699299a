package import Model

/// What the verdict of a suite in one environment depends on, as git declares it.
///
/// Field table, “Input digest”: tests with references resolved, the environment's type, the variables, services and
/// secrets in use. A mock stands here by its definition, never its port; a secret by its source, never its value.
/// Labels, triggers, order, selection, limits of runs, what may be reused and the bound of the whole run are no inputs.
package struct SuiteInputs: Hashable, Sendable {
    package let tests: [TestDefinition]
    /// Steps that run at the end; those at the start are a test.
    package let teardown: [TestStep]?
    package let params: [String: JSONValue]
    package let environmentType: EnvironmentSpec.EnvironmentType
    package let variables: [String: String]
    package let services: [String: ServiceSpec]
    package let secrets: [String: SecretSource]
    /// Test to path to blob of the repository files that it names, as `ResolvedSuite.inputFiles` tells them.
    package let files: [String: [String: GitObjectID]]

    package init(_ suite: ResolvedSuite) {
        tests = suite.tests.map(\.withoutLabels)
        teardown = suite.teardown
        params = suite.params ?? [:]
        environmentType = suite.environmentType
        variables = suite.variables
        services = suite.services
        secrets = suite.secrets
        files = suite.inputFiles
    }
}

extension SuiteInputs: Encodable {
    private enum CodingKeys: String, CodingKey {
        case tests, teardown, params, variables, services, secrets, files
        case environmentType = "type"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tests, forKey: .tests)
        try container.encodeIfPresent(teardown, forKey: .teardown)
        if !params.isEmpty { try container.encode(params, forKey: .params) }
        try container.encode(environmentType, forKey: .environmentType)
        try container.encode(variables, forKey: .variables)
        try container.encode(services, forKey: .services)
        try container.encode(secrets, forKey: .secrets)
        if !files.isEmpty { try container.encode(files, forKey: .files) }
    }
}

extension SuiteInputs {
    /// Paths of the inputs that differ, such as `tests[3].timeout`, `services.shop`, `variables.region`.
    ///
    /// - Returns: sorted by path, empty when the inputs are equal.
    package static func changed(from old: SuiteInputs, to new: SuiteInputs) -> [String] {
        guard let one = try? CanonicalEncoding.tree(old), let two = try? CanonicalEncoding.tree(new) else { return [] }
        return InputPaths.shortened(TreeDiff.changes(from: one, to: two).map(\.path))
    }
}

/// How inputs are named for people: services and secrets as a whole, tests by field.
enum InputPaths {
    static func shortened(_ paths: [String]) -> [String] {
        var seen = Set<String>()
        return paths.map(shortened).filter { seen.insert($0).inserted }
    }

    /// `services.shop.mock.routes[0].path` becomes `services.shop`; `tests[3].rest.path` stays.
    private static func shortened(_ path: String) -> String {
        guard path.hasPrefix("services.") else { return path }
        return path.split(separator: ".", omittingEmptySubsequences: false).prefix(2).joined(separator: ".")
    }
}

extension ResolvedSuite {
    /// Its files by test and path, those that it gets as programs told apart from those that it only reads.
    var inputFiles: [String: [String: GitObjectID]] {
        guard scratchFiles.values.contains(where: { $0.contains(where: \.isExecutable) }) else { return files }
        var marked = files
        for (test, laid) in scratchFiles {
            for file in laid where file.isExecutable {
                marked[test]?[file.origin] = GitObjectID(rawValue: "\(file.blob.rawValue) executable")
            }
        }
        return marked
    }
}

extension TestDefinition {
    /// The same test without what does not change what it tests: labels select it, `cache` says when to reuse it.
    var withoutLabels: TestDefinition {
        var test = self
        test.settings.labels = [:]
        test.settings.cache = nil
        return test
    }
}
