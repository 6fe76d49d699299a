/// A suite as it is to run in one environment: sync-time references resolved, what it uses of the environment named.
package struct ResolvedSuite: Sendable, Codable {
    package let key: SuiteKey
    /// Tests whose remaining references are resolved at dispatch or while they run.
    package private(set) var tests: [TestDefinition]
    package let timeout: TimeSpan?
    package let on: [TestSuiteSpec.Trigger]
    package let schedule: SuiteSchedule?
    /// A result older than this is no result.
    package let maxAge: TimeSpan?
    /// After how many failed tasks a run stops; nil for never.
    package private(set) var failFast: Int?
    /// Values of the suite's parameters.
    package let params: [String: JSONValue]?
    package let teardown: [TestStep]?
    package let environmentType: EnvironmentSpec.EnvironmentType
    /// Name to value of every variable used.
    package let variables: [String: String]
    /// Name to definition of every service used or listed.
    package private(set) var services: [String: ServiceSpec]
    /// Name to source of every secret used; never a value.
    package private(set) var secrets: [String: SecretSource]
    /// Test to path to blob of every repository file that the test's verdict depends on: what its `cache.inputs` match,
    /// and its scratch files.
    package let files: [String: [String: GitObjectID]]
    /// Test to the repository files that are laid into the scratch folder of its attempts, sorted by path.
    package let scratchFiles: [String: [ScratchFile]]
    /// Test to what it uses of the environment.
    package let shares: [String: TestShare]
    private var digest = Memo<Digest>()

    private enum CodingKeys: String, CodingKey {
        case key, tests, timeout, on, schedule, maxAge, failFast, params, teardown, environmentType, variables,
            services, secrets, files, scratchFiles, shares
    }

    package init(
        key: SuiteKey, tests: [TestDefinition], timeout: TimeSpan? = nil,
        on: [TestSuiteSpec.Trigger] = [.commit, .manual], schedule: SuiteSchedule? = nil, maxAge: TimeSpan? = nil,
        failFast: Int? = nil, params: [String: JSONValue]? = nil, teardown: [TestStep]? = nil,
        environmentType: EnvironmentSpec.EnvironmentType = .dev,
        variables: [String: String] = [:], services: [String: ServiceSpec] = [:], secrets: [String: SecretSource] = [:],
        files: [String: [String: GitObjectID]] = [:], scratchFiles: [String: [ScratchFile]] = [:],
        shares: [String: TestShare] = [:]
    ) {
        self.key = key
        self.tests = tests
        self.timeout = timeout
        self.on = on
        self.schedule = schedule
        self.maxAge = maxAge
        self.failFast = failFast
        self.params = params
        self.teardown = teardown
        self.environmentType = environmentType
        self.variables = variables
        self.services = services
        self.secrets = secrets
        self.files = files
        self.scratchFiles = scratchFiles
        self.shares = shares
    }

    /// The same suite with other tests, of the same environment.
    package func running(
        _ tests: [TestDefinition], failFast: Int?, services: [String: ServiceSpec], secrets: [String: SecretSource]
    ) -> ResolvedSuite {
        var copy = self
        copy.digest = Memo()
        copy.tests = tests
        copy.failFast = failFast
        copy.services = services
        copy.secrets = secrets
        return copy
    }

    /// The digest of its inputs, as `compute` makes it the first time.
    package func inputDigest(_ compute: (ResolvedSuite) -> Digest) -> Digest { digest.value { compute(self) } }
}

extension ResolvedSuite: Hashable {
    package static func == (left: ResolvedSuite, right: ResolvedSuite) -> Bool {
        // Copies of one share what is remembered of it.
        if left.digest === right.digest { return true }
        return left.key == right.key && left.tests == right.tests && left.timeout == right.timeout
            && left.on == right.on && left.schedule == right.schedule && left.maxAge == right.maxAge
            && left.environmentType == right.environmentType
            && left.variables == right.variables && left.services == right.services && left.secrets == right.secrets
            && left.files == right.files && left.scratchFiles == right.scratchFiles && left.shares == right.shares
            && left.failFast == right.failFast && left.params == right.params
            && left.teardown == right.teardown
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(key)
        hasher.combine(tests)
    }
}

extension ResolvedSuite {
    /// Those stored before files could be laid out have none.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func value<Value: Decodable>(_ key: CodingKeys) throws -> Value {
            try container.decode(Value.self, forKey: key)
        }
        func optional<Value: Decodable>(_ key: CodingKeys) throws -> Value? {
            try container.decodeIfPresent(Value.self, forKey: key)
        }
        self.init(
            key: try value(.key), tests: try value(.tests), timeout: try optional(.timeout), on: try value(.on),
            schedule: try optional(.schedule), maxAge: try optional(.maxAge), failFast: try optional(.failFast),
            params: try optional(.params), teardown: try optional(.teardown),
            environmentType: try value(.environmentType), variables: try value(.variables),
            services: try value(.services), secrets: try value(.secrets), files: try value(.files),
            scratchFiles: try optional(.scratchFiles) ?? [:], shares: try value(.shares))
    }
}

/// The names that one test uses of its environment; resolved variables stand in the test itself.
package struct TestShare: Hashable, Sendable, Codable {
    /// Sorted.
    package let services: [String]
    /// Sorted.
    package let secrets: [String]
    /// Whether it refers to `captures.X`, so that its result holds only beside those of the tests it depends on.
    package let usesCaptures: Bool
    /// What only some workers can do for it, sorted; nil for a request or a command that any of them can.
    package let abilities: [TestAbility]?

    package init(
        services: [String] = [], secrets: [String] = [], usesCaptures: Bool = false, abilities: [TestAbility]? = nil
    ) {
        self.services = services
        self.secrets = secrets
        self.usesCaptures = usesCaptures
        self.abilities = abilities
    }
}

/// A suite in one of its environments: what has a verdict of its own.
package struct SuiteKey: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
    package let suite: ObjectIdentity
    /// Name of an Environment in the suite's namespace.
    package let environment: String

    package init(suite: ObjectIdentity, environment: String) {
        self.suite = suite
        self.environment = environment
    }

    package var environmentIdentity: ObjectIdentity {
        ObjectIdentity(kind: .environment, namespace: suite.namespace, name: environment)
    }

    package var description: String { "\(suite) in \(environment)" }

    package static func < (left: SuiteKey, right: SuiteKey) -> Bool {
        (left.suite, left.environment) < (right.suite, right.environment)
    }
}
