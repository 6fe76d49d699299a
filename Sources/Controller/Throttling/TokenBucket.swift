package import Model

/// How many calls may be made now; a plain value without a clock of its own.
///
/// It fills at a steady rate up to its size. What is asked for beyond that is lent: the caller is told how long to wait,
/// so that callers get their turn in the order in which they asked.
package struct TokenBucket: Hashable, Sendable {
    /// Calls a second.
    package let rate: Double
    package let size: Double
    /// Below zero when calls wait for their turn.
    package private(set) var tokens: Double
    private var filledAt: MonotonicInstant

    package init(rate: Double, size: Int, now: MonotonicInstant) {
        self.rate = max(rate, 0.001)
        self.size = Double(max(size, 1))
        tokens = self.size
        filledAt = now
    }

    /// Takes one token, and returns how long its owner has to wait before the call.
    package mutating func take(now: MonotonicInstant) -> Duration {
        fill(now: now)
        tokens -= 1
        return tokens >= 0 ? .zero : .seconds(-tokens / rate)
    }

    /// Gives a token back that was not used.
    package mutating func giveBack() { tokens = min(size, tokens + 1) }

    /// The provider says that it was asked too often: nothing is left, and for so long nothing comes.
    package mutating func drain(for pause: Duration, now: MonotonicInstant) {
        fill(now: now)
        tokens = min(tokens, -(pause / .seconds(1)) * rate)
    }

    private mutating func fill(now: MonotonicInstant) {
        guard now > filledAt else { return }
        tokens = min(size, tokens + (now - filledAt) / .seconds(1) * rate)
        filledAt = now
    }
}
