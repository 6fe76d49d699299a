import Model
import TestLanguage

/// Makes of each suite and each of its environments what is to run there.
struct SuiteResolver {
    /// What was resolved before, by the manifests that it was made of.
    struct Cache: Sendable {
        fileprivate var suites: [Key: (suite: ResolvedSuite, inputs: SuiteInputs)] = [:]
        fileprivate var repository: RepositoryFiles?

        /// Adds what was resolved anew and forgets what was made of the manifests before.
        mutating func take(_ other: Cache, replacing replaced: [(old: ParsedDocument, new: ParsedDocument)]) {
            let before = Dictionary(replaced.map { (ObjectIdentifier($0.new), $0.old) }) { first, _ in first }
            for (key, resolved) in other.suites {
                if let old = before[ObjectIdentifier(key.suite)] {
                    suites[Key(suite: old, environment: key.environment)] = nil
                }
                suites[key] = resolved
            }
        }
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

    /// What came of the suites of one set.
    struct Resolution {
        fileprivate(set) var suites: [ResolvedSuite] = []
        fileprivate(set) var warnings: [Diagnostic] = []
        /// Of suites that can't be resolved.
        fileprivate(set) var errors: [Diagnostic] = []
    }

    private let cache: Cache
    /// What of it is still in use.
    private(set) var used = Cache()

    /// `tree` may list the files of the repository; nil where no suite names any.
    init(cache: Cache, tree: SourceTree?) {
        self.cache = cache
        guard let tree else { return }
        let known = cache.repository.flatMap { known in
            known.listing == tree.listing && known.executables == tree.executables ? known : nil
        }
        used.repository = known ?? RepositoryFiles(tree)
    }

    /// Resolves the suites that count; a kept one stays as it was resolved. A suite in an environment of which no
    /// version counts is left out with a warning. `documents` are those to look at: nil for all that count.
    mutating func resolve(_ check: CrossCheck, documents: [ParsedDocument]? = nil) -> Resolution {
        var resolution = Resolution()
        var lastGood = check.declarations.lastGood
        for document in documents ?? check.declarations.counting {
            guard let object = document.object, case .testSuite(let spec) = object.spec else { continue }
            if lastGood.isKept(document) {
                resolution.suites += lastGood.resolved(object.identity)
                continue
            }
            let inputs = inputs(of: document, object.identity, spec)
            resolution.warnings += inputs.warnings
            resolution.errors += inputs.errors
            for name in spec.environments {
                let key = SuiteKey(suite: object.identity, environment: name)
                guard let environment = check.environment(name, of: object.identity) else {
                    resolution.warnings.append(
                        Diagnostic(
                            severity: .warning,
                            message: "\(key.environmentIdentity) has errors, so the suite is not resolved in it",
                            location: object.location, object: object.identity))
                    continue
                }
                resolution.warnings += ActiveChecks.leftOut(of: spec, in: environment, object)
                do {
                    resolution.suites.append(
                        try resolved(document, spec, in: environment, key: key, inputs: inputs))
                } catch {
                    resolution.errors.append(
                        Diagnostic(
                            message: "can't be resolved in \(key.environmentIdentity): \(error)",
                            location: object.location, object: object.identity))
                }
            }
        }
        return resolution
    }

    private mutating func inputs(
        of document: ParsedDocument, _ suite: ObjectIdentity, _ spec: TestSuiteSpec
    ) -> SuiteInputs {
        guard !document.findings.inputs.isEmpty, var repository = used.repository else { return SuiteInputs() }
        // Moved out and back, so that what it remembers is not copied.
        used.repository = nil
        defer { used.repository = repository }
        return SuiteInputs(document.findings.inputs, of: suite, spec, in: &repository)
    }

    private mutating func resolved(
        _ document: ParsedDocument, _ spec: TestSuiteSpec, in environment: ParsedDocument, key: SuiteKey,
        inputs: SuiteInputs
    ) throws -> ResolvedSuite {
        let place = Key(suite: document, environment: environment)
        if let known = cache.suites[place], known.inputs.files == inputs.files, known.inputs.laid == inputs.laid {
            used.suites[place] = known
            return known.suite
        }
        guard case .environment(let environmentSpec)? = environment.object?.spec else {
            throw LanguageError("it is no Environment", span: TextSpan(offset: 0, length: 1))
        }
        let result = try Self.resolve(
            spec, key: key, environment: environmentSpec, findings: document.findings, inputs: inputs)
        used.suites[place] = (result, inputs)
        return result
    }

    private static func resolve(
        _ spec: TestSuiteSpec, key: SuiteKey, environment: EnvironmentSpec, findings: Findings,
        inputs: SuiteInputs
    ) throws -> ResolvedSuite {
        let uses = FragmentUses(spec)
        let expansion = try SuiteExpansion(
            spec, TestShares(spec, findings, fragments: uses), environment: environment)
        let shares = expansion.testShares
        var used: [ReferenceRoot: Set<String>] = [
            .services: Set(spec.services + shares.values.flatMap(\.services)),
            .secrets: Set(shares.values.flatMap(\.secrets)),
        ]
        for site in findings.references where site.path.suitePart != nil {
            if let name = site.reference.name { used[site.reference.root, default: []].insert(name) }
        }
        used[.services]?.formUnion(uses.services(of: .teardown))
        var filesByTest: [String: [String: GitObjectID]] = [:]
        var laidByTest: [String: [ScratchFile]] = [:]
        for (test, names) in zip(spec.tests, expansion.names) {
            for name in names {
                filesByTest[name] = inputs.files[test.name]
                laidByTest[name] = inputs.laid[test.name]
            }
        }
        return ResolvedSuite(
            key: key, tests: expansion.tests, timeout: spec.timeout, on: spec.triggers, schedule: spec.schedule,
            maxAge: spec.maxAge, failFast: spec.failFast?.failures, params: spec.params?.mapValues(\.template),
            teardown: try expansion.teardown(),
            environmentType: environment.type,
            variables: environment.variables.filter { used[.vars]?.contains($0.key) == true },
            services: environment.services.filter { used[.services]?.contains($0.key) == true },
            secrets: environment.secrets.filter { used[.secrets]?.contains($0.key) == true }, files: filesByTest,
            scratchFiles: laidByTest, shares: shares)
    }
}
