import Controller
import TestSupport
import Testing

struct WakeTests {
    private let far = ContinuousClock.now.advanced(by: .seconds(600))

    @Test func aRingBeforeTheWaitIsNotLost() async {
        let wake = Wake()
        wake.ring()
        wake.ring()
        await wake.wait(until: far)
    }

    @Test func aRingEndsTheWait() async {
        let wake = Wake()
        async let waiting: Void = wake.wait(until: far)
        await Task.yield()
        wake.ring()
        await waiting
    }

    @Test func theDeadlineEndsTheWait() async {
        let wake = Wake()
        await wake.wait(until: .now.advanced(by: .milliseconds(5)))
        await wake.wait(until: .now)
    }

    @Test func cancellationEndsTheWait() async {
        let wake = Wake()
        let far = far
        let task = Task { await wake.wait(until: far) }
        task.cancel()
        await task.value
    }
}
