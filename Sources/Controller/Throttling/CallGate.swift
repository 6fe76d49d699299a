package import Model

/// The token buckets and circuit breakers of one provider, one of each a scope.
///
/// Decisions are made by the two plain values; this only keeps them and waits.
package actor CallGate {
    /// What is asked for beyond this keeps nobody: a call is tried again then, and a stop does not wait for an hour.
    private static let longestPause = Duration.seconds(60)

    private let terms: CloudTerms
    private let time: MonotonicTime
    private let tell: @Sendable (CallScope, CircuitBreaker.Change, _ lastError: String) -> Void
    private var buckets: [CallScope: TokenBucket] = [:]
    private var breakers: [CallScope: CircuitBreaker] = [:]
    private var lastErrors: [CallScope: String] = [:]

    /// - Parameter tell: told when a breaker opens and when it closes again; must not block.
    package init(
        terms: CloudTerms, time: MonotonicTime,
        tell: @escaping @Sendable (CallScope, CircuitBreaker.Change, _ lastError: String) -> Void
    ) {
        self.terms = terms
        self.time = time
        self.tell = tell
    }

    /// Returns when a call may be made; throws when none is let through, or when the caller is cancelled.
    package func enter(_ scope: CallScope) async throws {
        let now = time.now()
        switch breakers[scope, default: CircuitBreaker()].ask(now: now) {
        case .call, .probe: break
        case .refuse: throw CallError.paused(scope, lastError: lastErrors[scope] ?? "no answer")
        }
        let wait = buckets[scope, default: fresh(now)].take(now: now)
        guard wait > .zero else { return }
        do {
            try await time.sleep(now.advanced(by: wait))
        } catch {
            buckets[scope]?.giveBack()
            breakers[scope]?.abandonProbe(now: time.now())
            throw error
        }
    }

    package func succeeded(_ scope: CallScope) {
        if let change = breakers[scope]?.succeed() { tell(scope, change, lastErrors[scope] ?? "") }
    }

    /// Notes how a call failed; a provider that has no capacity or refuses a request works all the same.
    package func failed(_ scope: CallScope, _ error: any Error) {
        let now = time.now()
        if error is CancellationError {
            breakers[scope]?.abandonProbe(now: now)
            return
        }
        switch CloudFault(of: error) {
        case .throttled(let retryAfter):
            buckets[scope]?.drain(for: min(retryAfter ?? .seconds(1), Self.longestPause), now: now)
            breakers[scope]?.abandonProbe(now: now)
        case .noCapacity, .refused, .underWay:
            succeeded(scope)
        case .unavailable:
            lastErrors[scope] = "\(error)"
            if let change = breakers[scope]?.fail(now: now) { tell(scope, change, "\(error)") }
        }
    }

    /// Where the breaker of a scope stands.
    package func state(of scope: CallScope) -> CircuitBreaker.State { (breakers[scope] ?? CircuitBreaker()).state }

    private func fresh(_ now: MonotonicInstant) -> TokenBucket {
        TokenBucket(rate: terms.callsPerSecond, size: terms.burst, now: now)
    }
}
