import Controller
import Model
import Testing

struct WorkQueueTests {
    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private let dev = ObjectIdentity(kind: .environment, name: "dev")
    private let now = ContinuousClock.now

    @Test func anObjectIsWorkedOnByOneAtATime() {
        var queue = WorkQueue(limit: 8)
        #expect(queue.mayStart(pool, now: now))
        queue.start(pool)
        #expect(!queue.mayStart(pool, now: now))
        #expect(queue.mayStart(dev, now: now))
        queue.succeed(pool)
        #expect(queue.mayStart(pool, now: now))
    }

    @Test("A provider that hangs leaves the other lanes their places")
    func lanes() {
        var queue = WorkQueue(limit: 1)
        queue.start(pool, in: .provider(.local))
        #expect(!queue.mayStart(ObjectIdentity(kind: .cloudResource, name: "b"), in: .provider(.local), now: now))
        #expect(queue.mayStart(ObjectIdentity(kind: .cloudResource, name: "b"), in: .provider(.aws), now: now))
        #expect(queue.mayStart(dev, now: now))
        queue.succeed(pool)
        #expect(queue.mayStart(ObjectIdentity(kind: .cloudResource, name: "b"), in: .provider(.local), now: now))
    }

    @Test func noMoreThanTheLimitAreInFlight() {
        var queue = WorkQueue(limit: 1)
        queue.start(dev)
        #expect(!queue.mayStart(pool, now: now))
    }

    @Test func aFailedObjectWaitsTwiceAsLongEachTime() {
        var queue = WorkQueue(limit: 8, base: .seconds(1), cap: .seconds(3))
        var pauses: [Duration] = []
        for _ in 0..<4 {
            queue.start(pool)
            queue.fail(pool, message: "no capacity", now: now, jitter: 1)
            pauses.append((queue.nextRetry(after: now) ?? now) - now)
        }
        #expect(pauses == [.seconds(1), .seconds(2), .seconds(3), .seconds(3)])
        #expect(!queue.mayStart(pool, now: now.advanced(by: .milliseconds(2_999))))
        #expect(queue.mayStart(pool, now: now.advanced(by: .seconds(3))))
        #expect(queue.failures[pool]?.message == "no capacity")
        queue.fail(pool, message: "again", now: now, jitter: 0)
        #expect(
            queue.nextRetry(after: now) == now.advanced(by: .milliseconds(1_500)),
            "jitter takes up to half of the pause")
    }

    @Test func successAndIrrelevanceForgetFailures() {
        var queue = WorkQueue(limit: 8)
        queue.fail(pool, message: "x", now: now, jitter: 1)
        queue.fail(dev, message: "x", now: now, jitter: 1)
        queue.keepFailures(of: [pool])
        #expect(Set(queue.failures.keys) == [pool])
        queue.start(pool)
        queue.succeed(pool)
        #expect(queue.failures.isEmpty && queue.nextRetry(after: now) == nil)
    }
}
