import Foundation
import Model
import Planning

/// Small objects to build states from.
enum Samples {
    static let start = Date(timeIntervalSince1970: 1_795_255_200)
    static let commit = revision("4f2c91e")

    static func revision(_ digits: String) -> Revision {
        Revision(ref: "main", commit: GitObjectID(rawValue: digits + String(repeating: "0", count: 33)))
    }

    static func id(_ kind: Kind, _ name: String) -> ObjectIdentity { ObjectIdentity(kind: kind, name: name) }

    static func mock(_ status: Int = 200) -> ServiceSpec { .mock(mockSpec(status)) }

    static func mockSpec(_ status: Int = 200) -> MockSpec {
        MockSpec(routes: [MockRoute(path: "/", response: MockResponse(status: status))])
    }

    static func environment(
        _ name: String = "dev", type: EnvironmentSpec.EnvironmentType = .dev,
        services: [String: ServiceSpec] = [:], variables: [String: String] = [:], drift: DriftPolicy? = nil,
        protected: Bool = false, suspend: Bool = false, dependsOn: [ObjectIdentity] = []
    ) -> DeclaredObject {
        let spec = EnvironmentSpec(type: type, services: services, variables: variables, drift: drift)
        return object(.environment(spec), name, protected: protected, suspend: suspend, dependsOn: dependsOn)
    }

    static func pool(
        _ name: String = "pool", in environment: String = "dev", replicas: Int = 2, slots: Int = 1,
        worker: Bool = true, policy: CloudResourceSpec.DeletionPolicy = .delete, drift: DriftPolicy? = nil,
        protected: Bool = false, update: CloudResourceSpec.UpdatePolicy? = .inPlace, capabilities: [String] = [],
        suspend: Bool = false, dependsOn: [ObjectIdentity] = []
    ) -> DeclaredObject {
        let spec = CloudResourceSpec(
            environment: environment, replicas: replicas,
            worker: worker ? WorkerSpec(capabilities: capabilities, slots: slots) : nil,
            deletionPolicy: policy, drift: drift.map(ResourceDrift.all), updatePolicy: update)
        return object(.cloudResource(spec), name, protected: protected, suspend: suspend, dependsOn: dependsOn)
    }

    static func suite(
        _ name: String = "checkout", in environments: [String] = ["dev"], tests: [TestDefinition] = [test("a")],
        on: [TestSuiteSpec.Trigger] = [.commit, .manual], schedule: SuiteSchedule? = nil, maxAge: TimeSpan? = nil,
        suspend: Bool = false, dependsOn: [ObjectIdentity] = []
    ) -> DeclaredObject {
        let spec = TestSuiteSpec(
            environments: environments, on: on, schedule: schedule, maxAge: maxAge, tests: tests)
        return object(.testSuite(spec), name, suspend: suspend, dependsOn: dependsOn)
    }

    static func rule(_ name: String = "slow", in environment: String? = nil) throws -> DeclaredObject {
        let place = environment.map { ", \"environment\": \"\($0)\"" } ?? ""
        let json = """
            {"metric": "run.duration", "tags": {}, "aggregate": "avg", "window": "1m", "condition": "gt",
             "threshold": 1, "duration": "0ms", "severity": "info", "noData": "ok", "notify": []\(place)}
            """
        return object(.alertRule(try JSONDecoder().decode(AlertRuleSpec.self, from: Data(json.utf8))), name)
    }

    static func cache(_ name: String = "results", in environments: [String] = []) throws -> DeclaredObject {
        let json = """
            {"type": "memory", "ttl": "1h", "maxSize": "512Mi", "evictionPolicy": "lru", "scope": "results", "tier": 0,
             "environments": [\(environments.map { "\"\($0)\"" }.joined(separator: ","))]}
            """
        return object(.cachePolicy(try JSONDecoder().decode(CachePolicySpec.self, from: Data(json.utf8))), name)
    }

    static func test(
        _ name: String, run: [String] = ["true"], timeout: TimeSpan = .seconds(60), labels: [String: String] = [:],
        owner: String? = nil
    ) -> TestDefinition {
        TestDefinition(
            settings: TestSettings(name: name, labels: labels, owner: owner, timeout: timeout),
            body: .command(CommandSpec(run: run)))
    }

    static func object(
        _ spec: ObjectSpec, _ name: String, protected: Bool = false, suspend: Bool = false,
        dependsOn: [ObjectIdentity] = []
    ) -> DeclaredObject {
        DeclaredObject(
            identity: ObjectIdentity(kind: spec.kind, name: name),
            annotations: protected ? ["rondo.dev/prune": "disabled"] : [:], suspend: suspend, dependsOn: dependsOn,
            spec: spec)
    }

    /// The set of one commit, its suites resolved against its environments as Manifests does it.
    static func set(
        _ objects: [DeclaredObject], revision: Revision = commit, source: String = "default",
        diagnostics: [Diagnostic] = [], broken: [BrokenObject] = [], unreadable: [String] = [],
        prune: RepositoryConfiguration.Prune? = nil
    ) -> DesiredSet {
        DesiredSet(
            source: source, revision: revision, objects: objects, suites: resolved(objects), diagnostics: diagnostics,
            broken: broken, unreadable: unreadable,
            convergedRepository: prune.map { RepositoryConfiguration(prune: $0) })
    }

    /// A budget that nothing overdraws.
    static let unlimited = RepositoryConfiguration.Prune(maxObjects: 100_000)

    static func resolved(_ objects: [DeclaredObject]) -> [ResolvedSuite] {
        var environments: [String: EnvironmentSpec] = [:]
        for object in objects {
            if case .environment(let spec) = object.spec { environments[object.identity.name] = spec }
        }
        return objects.flatMap { object -> [ResolvedSuite] in
            guard case .testSuite(let spec) = object.spec else { return [] }
            return spec.environments.compactMap { name in
                guard let environment = environments[name] else { return nil }
                return ResolvedSuite(
                    key: SuiteKey(suite: object.identity, environment: name), tests: spec.tests, timeout: spec.timeout,
                    on: spec.triggers, schedule: spec.schedule, maxAge: spec.maxAge, environmentType: environment.type,
                    variables: environment.variables,
                    services: environment.services, secrets: environment.secrets)
            }
        }
    }

    static func loss(of object: DeclaredObject, _ ordinal: Int) -> LostInstance {
        LostInstance(
            id: InstanceID(rawValue: "lost-\(ordinal)"), object: object.identity, ordinal: ordinal, lostAt: start)
    }

    static let broken = Diagnostic(
        message: "broken", location: SourceLocation(file: "a.yaml", line: 1, column: 1))

    static func applied(
        _ object: DeclaredObject, source: String = "default", status: ObjectStatus = ObjectStatus(),
        createdAt: Date = Date(timeIntervalSince1970: 0)
    ) -> ObservedObject {
        ObservedObject(
            declared: object, source: source, specHash: Digests.specHash(of: object), revision: commit, status: status,
            createdAt: createdAt)
    }

    static func instance(
        of object: DeclaredObject, _ ordinal: Int, state: ObservedInstance.State = .running, incarnation: Int = 1,
        hash: Digest? = nil, policy: CloudResourceSpec.DeletionPolicy = .delete, protected: Bool = false,
        fixedHash: Digest? = nil, createdAt: Date = start
    ) -> ObservedInstance {
        var made = Digest(rawValue: "")
        if case .cloudResource(let spec) = object.spec { made = Digests.instanceHash(of: spec) }
        return ObservedInstance(
            id: InstanceID(rawValue: "\(object.identity.name)-\(ordinal)-\(incarnation)"), state: state,
            tags: InstanceTags(
                installation: InstallationID(rawValue: "i"), object: object.identity, ordinal: ordinal,
                incarnation: incarnation, specHash: hash ?? made, fixedHash: fixedHash, deletionPolicy: policy,
                protected: protected),
            createdAt: createdAt)
    }

    static func verdict(
        _ digest: Digest, _ outcome: Outcome = .passed, run: String = "r-1",
        counts: OutcomeCounts = OutcomeCounts(passed: 1), endedAt: Date = start
    ) -> Verdict {
        Verdict(
            run: RunID(rawValue: run), digest: digest, revision: commit, outcome: outcome, counts: counts,
            startedAt: endedAt.addingTimeInterval(-3), endedAt: endedAt)
    }
}

extension DeclaredObject {
    /// The same with its spec as the text of its manifest.
    func written() throws -> DeclaredObject {
        DeclaredObject(
            identity: identity, labels: labels, annotations: annotations, suspend: suspend, dependsOn: dependsOn,
            spec: spec, manifest: try CanonicalEncoding.tree(spec), location: location)
    }
}
