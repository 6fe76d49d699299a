/// What every sort of test may say.
package struct TestSettings: Hashable, Sendable, Codable {
    package var name: String
    package var labels: [String: String]
    package var owner: String?
    /// 0 to 100; higher runs sooner.
    package var priority: Int
    /// Tests of the same suite that must have ended before.
    package var dependsOn: [TestDependency]
    /// Capability to value or `>=version`; an empty value asks for presence alone.
    package var needs: [String: String]
    /// What one attempt takes of a worker and of the environment's quota.
    package var resources: TaskResources?
    /// Tests that share it run on the same worker.
    package var affinity: String?
    /// The bound of one attempt.
    package var timeout: TimeSpan
    /// How long a task may wait for a worker before it is errored.
    package var queueTimeout: TimeSpan
    package var retry: RetryPolicy
    /// nil is `retry`.
    package var onWorkerLost: WorkerLoss?
    /// Present only until a commit is read: each cell becomes a test of its own.
    package var matrix: TestMatrix?
    package var shards: TestShards?
    /// Decided when a commit is read; a test for which it does not hold is skipped.
    package var when: TestCondition?
    package var quarantine: Quarantine?
    package var env: [String: String]
    /// Secrets of the environment that it uses beside those it refers to.
    package var secrets: [String]?
    package var expect: Expectation
    package var assert: [Assertion]
    package var capture: [String: Capture]
    /// Present when a passed result may be reused.
    package var cache: TestCache?
    package var artifacts: TestArtifacts?
    /// nil is `process`.
    package var isolation: TestIsolation?
    /// Globs of repository files for the scratch folder, relative to the folder of the manifest.
    package var files: [String]?

    package init(
        name: String, labels: [String: String] = [:], owner: String? = nil, priority: Int = 50,
        dependsOn: [TestDependency] = [], needs: [String: String] = [:], resources: TaskResources? = nil,
        timeout: TimeSpan = .seconds(60), queueTimeout: TimeSpan = .minutes(30), retry: RetryPolicy = RetryPolicy(),
        onWorkerLost: WorkerLoss? = nil, when: TestCondition? = nil, env: [String: String] = [:],
        secrets: [String]? = nil, expect: Expectation = Expectation(), assert: [Assertion] = [],
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
        self.onWorkerLost = onWorkerLost
        self.when = when
        self.env = env
        self.secrets = secrets
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
    package let disk: ByteSize?

    package init(cpu: CPUQuantity? = nil, memory: ByteSize? = nil, disk: ByteSize? = nil) {
        self.cpu = cpu
        self.memory = memory
        self.disk = disk
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
