import Controller
import Model
import Testing

struct CircuitBreakerTests {
    private let now = ContinuousClock.now

    private func after(_ seconds: Double) -> MonotonicInstant { now.advanced(by: .seconds(seconds)) }

    private func opened() -> CircuitBreaker {
        var breaker = CircuitBreaker(threshold: 3, base: .seconds(5), cap: .seconds(8))
        for _ in 0..<3 { _ = breaker.fail(now: now) }
        return breaker
    }

    @Test("Only failures in a row open it, and it is told once")
    func opens() {
        var breaker = CircuitBreaker(threshold: 3)
        #expect(breaker.fail(now: now) == nil && breaker.fail(now: now) == nil)
        #expect(breaker.succeed() == nil)
        #expect(breaker.fail(now: now) == nil && breaker.fail(now: now) == nil)
        #expect(breaker.fail(now: now) == .opened(pause: .seconds(5)))
        #expect(breaker.fail(now: now) == nil, "calls that were under way change nothing")
    }

    /// Mutation: `guard until <= now` in `ask` as `guard true`: a call goes through at once.
    @Test("Nothing goes through while it is open, then one call, whose success closes it")
    func probes() {
        var breaker = opened()
        #expect(breaker.ask(now: after(4.9)) == .refuse(until: after(5)))
        #expect(breaker.ask(now: after(5)) == .probe)
        #expect(breaker.ask(now: after(5)) == .refuse(until: after(6)), "one probe at a time")
        #expect(breaker.succeed() == .closed)
        #expect(breaker.ask(now: after(5)) == .call)
    }

    @Test("A probe that fails makes the next pause longer, up to a bound, and is no news")
    func pauses() {
        var breaker = opened()
        #expect(breaker.ask(now: after(5)) == .probe)
        #expect(breaker.fail(now: after(5)) == nil)
        #expect(breaker.ask(now: after(12.9)) == .refuse(until: after(13)), "twice five is bounded by eight")
        #expect(breaker.ask(now: after(13)) == .probe)
    }

    @Test("A probe that nobody waits for leaves the next call to be one")
    func abandoned() {
        var breaker = opened()
        #expect(breaker.ask(now: after(5)) == .probe)
        breaker.abandonProbe(now: after(6))
        #expect(breaker.ask(now: after(6)) == .probe)
    }
}
