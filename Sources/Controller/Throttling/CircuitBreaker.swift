package import Model

/// Stops calls to something that fails again and again, and lets one through from time to time to see; a plain value.
package struct CircuitBreaker: Hashable, Sendable {
    package enum State: Hashable, Sendable {
        /// Calls go through; so many failed in a row.
        case closed(failures: Int)
        /// No call goes through before the time.
        case open(until: MonotonicInstant, pause: Duration)
        /// One call is under way to see whether it works again.
        case probing(pause: Duration)
    }

    package enum Permission: Hashable, Sendable {
        case call
        /// The one call that decides whether the others may go on.
        case probe
        case refuse(until: MonotonicInstant)
    }

    /// What a call's end changed, to be told once.
    package enum Change: Hashable, Sendable {
        case opened(pause: Duration)
        case closed
    }

    package private(set) var state = State.closed(failures: 0)
    private let threshold: Int
    private let base: Duration
    private let cap: Duration

    /// - Parameters:
    ///   - threshold: failures in a row that open it.
    ///   - base: the first pause; each failed probe doubles it, up to `cap`.
    package init(threshold: Int = 5, base: Duration = .seconds(5), cap: Duration = .seconds(60)) {
        self.threshold = max(threshold, 1)
        self.base = base
        self.cap = cap
    }

    package mutating func ask(now: MonotonicInstant) -> Permission {
        switch state {
        case .closed: return .call
        case .probing(let pause): return .refuse(until: now.advanced(by: min(pause, .seconds(1))))
        case .open(let until, let pause):
            guard until <= now else { return .refuse(until: until) }
            state = .probing(pause: pause)
            return .probe
        }
    }

    package mutating func succeed() -> Change? {
        switch state {
        case .closed:
            state = .closed(failures: 0)
            return nil
        // A call that began before it opened says the same as a probe.
        case .open, .probing:
            state = .closed(failures: 0)
            return .closed
        }
    }

    package mutating func fail(now: MonotonicInstant) -> Change? {
        switch state {
        case .closed(let failures):
            guard failures + 1 >= threshold else {
                state = .closed(failures: failures + 1)
                return nil
            }
            return open(for: base, now: now)
        case .probing(let pause):
            _ = open(for: min(pause * 2, cap), now: now)
            return nil
        case .open: return nil
        }
    }

    /// A probe that nobody waits for any more says nothing: the next call is one.
    package mutating func abandonProbe(now: MonotonicInstant) {
        guard case .probing(let pause) = state else { return }
        state = .open(until: now, pause: pause)
    }

    private mutating func open(for pause: Duration, now: MonotonicInstant) -> Change {
        state = .open(until: now.advanced(by: pause), pause: pause)
        return .opened(pause: pause)
    }
}
