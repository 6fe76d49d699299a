/// What `rondo.yaml` at the root of a source's path says. Field table: `rondo.yaml`.
package struct RepositoryConfiguration: Hashable, Sendable, Codable {
    /// What manifests that say nothing get.
    package struct Defaults: Hashable, Sendable, Codable {
        package let drift: DriftPolicy?
        /// Of a test.
        package let timeout: TimeSpan?
        package let retry: RetryPolicy?

        package init(drift: DriftPolicy? = nil, timeout: TimeSpan? = nil, retry: RetryPolicy? = nil) {
            self.drift = drift
            self.timeout = timeout
            self.retry = retry
        }
    }

    /// The most that a commit may take away before it is held.
    package struct Prune: Hashable, Sendable, Codable {
        package let maxObjects: Int
        /// Of an environment's objects and instances.
        package let maxPercent: Int
        /// The time over which they are counted.
        package let window: TimeSpan
        /// How long what git no longer wants is left.
        package let grace: TimeSpan

        package init(
            maxObjects: Int = 5, maxPercent: Int = 20, window: TimeSpan = .minutes(60), grace: TimeSpan = .seconds(0)
        ) {
            self.maxObjects = maxObjects
            self.maxPercent = maxPercent
            self.window = window
            self.grace = grace
        }
    }

    package struct SignedCommits: Hashable, Sendable, Codable {
        /// Keys of which one must have signed.
        package let keys: [String]

        package init(keys: [String]) { self.keys = keys }
    }

    package struct PullRequests: Hashable, Sendable, Codable {
        package enum Run: String, Hashable, Sendable, Codable, CaseIterable {
            case changed, none
        }

        package let run: Run
        /// The label that asks for a preview.
        package let preview: String?

        package init(run: Run = .changed, preview: String? = nil) {
            self.run = run
            self.preview = preview
        }
    }

    package struct Workers: Hashable, Sendable, Codable {
        package let version: String

        package init(version: String) { self.version = version }
    }

    package let defaults: Defaults
    package let prune: Prune
    /// Patterns as in `.rondoignore`.
    package let ignore: [String]
    package let requireSignedCommits: SignedCommits?
    package let pullRequests: PullRequests?
    package let workers: Workers?

    package init(
        defaults: Defaults = Defaults(), prune: Prune = Prune(), ignore: [String] = [],
        requireSignedCommits: SignedCommits? = nil, pullRequests: PullRequests? = nil, workers: Workers? = nil
    ) {
        self.defaults = defaults
        self.prune = prune
        self.ignore = ignore
        self.requireSignedCommits = requireSignedCommits
        self.pullRequests = pullRequests
        self.workers = workers
    }
}
