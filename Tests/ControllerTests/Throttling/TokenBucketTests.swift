import Controller
import Model
import Testing

struct TokenBucketTests {
    private let now = ContinuousClock.now

    private func after(_ seconds: Double) -> MonotonicInstant { now.advanced(by: .seconds(seconds)) }

    @Test("So many at once, then one at a time, each in its turn")
    func turns() {
        var bucket = TokenBucket(rate: 10, size: 3, now: now)
        let waits = (0..<6).map { _ in bucket.take(now: now) }
        #expect(waits == [.zero, .zero, .zero, .milliseconds(100), .milliseconds(200), .milliseconds(300)])
        #expect(bucket.take(now: after(1)) == .zero, "what was lent is filled first")
    }

    @Test("It never holds more than its size, however long nobody calls")
    func size() {
        var bucket = TokenBucket(rate: 10, size: 3, now: now)
        _ = bucket.take(now: now)
        _ = bucket.take(now: after(3_600))
        #expect(bucket.tokens == 2)
    }

    /// Mutation: `tokens = min(tokens, …)` in `drain` as `tokens -= …`, or no `drain` at all: the second wait is zero.
    @Test("A provider that says it was asked too often is left alone for as long as it says")
    func drain() {
        var bucket = TokenBucket(rate: 10, size: 100, now: now)
        bucket.drain(for: .seconds(2), now: now)
        let wait = bucket.take(now: now)
        #expect(abs(wait / .seconds(1) - 2.1) < 0.001, "\(wait)")
        bucket.giveBack()
        #expect(bucket.take(now: after(2.1)) == .zero)
    }

    @Test("A clock that stands or goes back fills nothing")
    func backwards() {
        var bucket = TokenBucket(rate: 1, size: 1, now: now)
        _ = bucket.take(now: now)
        #expect(bucket.take(now: after(-5)) == .seconds(1))
    }
}
