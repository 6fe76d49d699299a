/// One test of a suite: how it is scheduled (`settings`) and what it does (`body`).
package struct TestDefinition: Hashable, Sendable {
    package let settings: TestSettings
    package let body: TestBody

    package init(settings: TestSettings, body: TestBody) {
        self.settings = settings
        self.body = body
    }

    package var name: String { settings.name }
}

extension TestDefinition: Codable {
    /// Both parts share one mapping, as in the manifest.
    package init(from decoder: any Decoder) throws {
        settings = try TestSettings(from: decoder)
        body = try TestBody(from: decoder)
    }

    package func encode(to encoder: any Encoder) throws {
        try settings.encode(to: encoder)
        try body.encode(to: encoder)
    }
}

/// What every sort of test may say.
package struct TestSettings: Hashable, Sendable, Codable {
    package let name: String
    package let labels: [String: String]
    package let owner: String?
    /// 0 to 100; higher runs sooner.
    package let priority: Int
    /// Names of tests of the same suite that must have passed before.
    package let dependsOn: [String]
    /// Capability to value or `>=version`; an empty value asks for presence alone.
    package let needs: [String: String]
    /// What one attempt takes of a worker and of the environment's quota.
    package let resources: TaskResources?
    /// The bound of one attempt.
    package let timeout: TimeSpan
    /// How long a task may wait for a worker before it is errored.
    package let queueTimeout: TimeSpan
    package let retry: RetryPolicy
    package let env: [String: String]
    package let expect: Expectation
    package let assert: [Assertion]
    package let capture: [String: Capture]
    /// Present when a passed result may be reused.
    package let cache: TestCache?

    package init(
        name: String, labels: [String: String] = [:], owner: String? = nil, priority: Int = 50,
        dependsOn: [String] = [], needs: [String: String] = [:], resources: TaskResources? = nil,
        timeout: TimeSpan = .seconds(60), queueTimeout: TimeSpan = .minutes(30), retry: RetryPolicy = RetryPolicy(),
        env: [String: String] = [:], expect: Expectation = Expectation(), assert: [Assertion] = [],
        capture: [String: Capture] = [:], cache: TestCache? = nil
    ) {
        self.name = name
        self.labels = labels
        self.owner = owner
        self.priority = priority
        self.dependsOn = dependsOn
        self.needs = needs
        self.resources = resources
        self.timeout = timeout
        self.queueTimeout = queueTimeout
        self.retry = retry
        self.env = env
        self.expect = expect
        self.assert = assert
        self.capture = capture
        self.cache = cache
    }
}

/// What a passed result depends on beside the test itself, and how long it may be reused.
package struct TestCache: Hashable, Sendable, Codable {
    /// Globs of repository files, relative to the folder of the manifest.
    package let inputs: [String]
    /// nil leaves it to the cache policy; the shorter of both counts.
    package let ttl: TimeSpan?

    package init(inputs: [String] = [], ttl: TimeSpan? = nil) {
        self.inputs = inputs
        self.ttl = ttl
    }
}

/// What one attempt takes while it runs; a missing part takes nothing.
package struct TaskResources: Hashable, Sendable, Codable {
    package let cpu: CPUQuantity?
    package let memory: ByteSize?

    package init(cpu: CPUQuantity? = nil, memory: ByteSize? = nil) {
        self.cpu = cpu
        self.memory = memory
    }
}

/// How many further attempts each sort of ending allows; the two budgets are apart.
package struct RetryPolicy: Hashable, Sendable, Codable {
    package let failed: Int
    package let errored: Int
    /// The pause before the next attempt; it doubles each time.
    package let backoff: TimeSpan

    package init(failed: Int = 0, errored: Int = 2, backoff: TimeSpan = .seconds(1)) {
        self.failed = failed
        self.errored = errored
        self.backoff = backoff
    }
}
