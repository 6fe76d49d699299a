/// When a call that failed is made again; a plain value without a clock or a chance of its own.
///
/// Pauses grow exponentially with full jitter ("Exponential backoff and jitter" of the AWS Builders' Library), are never
/// shorter than what the peer asks for, and end before the deadline.
package struct RetryMachine: Hashable, Sendable {
    /// What a failed try says of the next one.
    package enum Failure: Hashable, Sendable {
        /// Asked too often; nothing was done.
        case throttled(retryAfter: Duration?)
        /// The peer or the way to it failed; the call may have taken effect.
        case transient(retryAfter: Duration?)
        /// The same call would fail the same way.
        case permanent
    }

    package enum Decision: Hashable, Sendable {
        case again(after: Duration)
        case giveUp
    }

    /// How often, and how long between.
    package struct Policy: Hashable, Sendable {
        /// The first try counted.
        package var attempts = 4
        package var base = Duration.milliseconds(100)
        /// Throttling is not over as soon as a lost connection.
        package var throttledBase = Duration.milliseconds(500)
        package var cap = Duration.seconds(20)

        package init() {}
    }

    package let policy: Policy
    /// No try begins after it.
    package let deadline: ContinuousClock.Instant
    /// Tries that have failed.
    package private(set) var failures = 0

    package init(policy: Policy = Policy(), deadline: ContinuousClock.Instant) {
        self.policy = policy
        self.deadline = deadline
    }

    /// - Parameter jitter: between 0 and 1, another each time.
    package mutating func failed(
        _ failure: Failure, now: ContinuousClock.Instant, jitter: Double
    ) -> Decision {
        failures += 1
        guard failures < policy.attempts else { return .giveUp }
        let base: Duration
        let asked: Duration
        switch failure {
        case .permanent: return .giveUp
        case .throttled(let retryAfter): (base, asked) = (policy.throttledBase, retryAfter ?? .zero)
        case .transient(let retryAfter): (base, asked) = (policy.base, retryAfter ?? .zero)
        }
        let ceiling = min(policy.cap, base * (1 << min(failures - 1, 16)))
        let pause = max(asked, ceiling * min(max(jitter, 0), 1))
        return now.advanced(by: pause) < deadline ? .again(after: pause) : .giveUp
    }
}
