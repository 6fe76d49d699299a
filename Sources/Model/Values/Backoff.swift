/// The pauses between tries: exponential with full jitter.
///
/// Try *n* waits a random time between nothing and `base` · 2ⁿ, at most `cap`; see the AWS architecture blog,
/// "Exponential Backoff And Jitter" (2015), for why the whole range is drawn from.
package struct Backoff: Hashable, Sendable {
    package let base: Duration
    package let cap: Duration
    /// How many pauses were handed out since the start or the last `reset()`.
    package private(set) var tries = 0

    package init(base: Duration = .milliseconds(200), cap: Duration = .seconds(30)) {
        self.base = base
        self.cap = cap
    }

    /// The longest that the next pause can be.
    package var ceiling: Duration {
        var limit = base
        for _ in 0..<tries {
            if limit >= cap { return cap }
            limit *= 2
        }
        return min(limit, cap)
    }

    package mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    package mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        // 53 bits make a double in 0..<1 from one draw, whatever the generator gives.
        let pause = ceiling * (Double(generator.next() >> 11) * 0x1p-53)
        tries += 1
        return pause
    }

    /// After a success: the next pause is short again.
    package mutating func reset() { tries = 0 }
}
