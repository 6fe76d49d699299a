import Model
import TestLanguage

/// Makes of each suite and each of its environments what is to run there.
struct SuiteResolver {
    /// What was resolved before, by the manifests that it was made of.
    struct Cache: Sendable {
        fileprivate var suites: [Key: ResolvedSuite] = [:]
    }

    fileprivate struct Key: Hashable, Sendable {
        let suite: ParsedDocument
        let environment: ParsedDocument

        static func == (left: Key, right: Key) -> Bool {
            left.suite === right.suite && left.environment === right.environment
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(ObjectIdentifier(suite))
            hasher.combine(ObjectIdentifier(environment))
        }
    }

    private let cache: Cache
    /// What of it is still in use.
    private(set) var used = Cache()

    init(cache: Cache) { self.cache = cache }

    /// Resolves all valid suites; a suite in an environment that has errors is left out with a warning.
    mutating func resolve(_ check: CrossCheck) -> ([ResolvedSuite], [Diagnostic]) {
        var suites: [ResolvedSuite] = []
        var diagnostics: [Diagnostic] = []
        for document in check.valid {
            guard let object = document.object, case .testSuite(let spec) = object.spec else { continue }
            for name in spec.environments {
                let key = SuiteKey(suite: object.identity, environment: name)
                guard let environment = check.environment(name, of: object.identity) else {
                    diagnostics.append(
                        Diagnostic(
                            severity: .warning,
                            message: "\(key.environmentIdentity) has errors, so the suite is not resolved in it",
                            location: object.location, object: object.identity))
                    continue
                }
                do {
                    suites.append(try resolved(document, spec, in: environment, key: key))
                } catch {
                    diagnostics.append(
                        Diagnostic(
                            message: "can't be resolved in \(key.environmentIdentity): \(error)",
                            location: object.location, object: object.identity))
                }
            }
        }
        return (suites, diagnostics)
    }

    private mutating func resolved(
        _ document: ParsedDocument, _ spec: TestSuiteSpec, in environment: ParsedDocument, key: SuiteKey
    ) throws -> ResolvedSuite {
        let place = Key(suite: document, environment: environment)
        if let known = cache.suites[place] {
            used.suites[place] = known
            return known
        }
        guard case .environment(let environmentSpec)? = environment.object?.spec else {
            throw LanguageError("it is no Environment", span: TextSpan(offset: 0, length: 1))
        }
        let result = try Self.resolve(spec, key: key, environment: environmentSpec, findings: document.findings)
        used.suites[place] = result
        return result
    }

    private static func resolve(
        _ spec: TestSuiteSpec, key: SuiteKey, environment: EnvironmentSpec, findings: Findings
    ) throws -> ResolvedSuite {
        var used: [ReferenceRoot: Set<String>] = [.services: Set(spec.services)]
        var bodiesWithVariables: Set<Int> = []
        var settingsWithVariables: Set<Int> = []
        for site in findings.references {
            guard let test = site.path.testIndex, let name = site.reference.name else { continue }
            used[site.reference.root, default: []].insert(name)
            guard site.reference.time == .sync else { continue }
            if site.path.testField.map(TestFields.bodies.contains) == true {
                bodiesWithVariables.insert(test)
            } else {
                settingsWithVariables.insert(test)
            }
        }
        for test in spec.tests {
            if case .rest(let request) = test.body, let service = request.service {
                used[.services, default: []].insert(service)
            }
        }
        let variables = JSONValue.object(environment.variables.mapValues(JSONValue.string))
        let resolver = TreeResolver([.sync], scope: Scope([.vars: variables]))
        let tests = try spec.tests.enumerated().map { index, test in
            TestDefinition(
                settings: settingsWithVariables.contains(index) ? try resolver.resolve(test.settings) : test.settings,
                body: bodiesWithVariables.contains(index) ? try resolver.resolve(test.body) : test.body)
        }
        return ResolvedSuite(
            key: key, tests: tests, timeout: spec.timeout, on: spec.on, environmentType: environment.type,
            variables: environment.variables.filter { used[.vars]?.contains($0.key) == true },
            services: environment.services.filter { used[.services]?.contains($0.key) == true },
            secrets: environment.secrets.filter { used[.secrets]?.contains($0.key) == true })
    }
}
