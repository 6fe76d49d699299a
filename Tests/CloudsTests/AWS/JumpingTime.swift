import Model
import Synchronization

/// Time that jumps to whatever is waited for, so that no pause takes any.
final class JumpingTime: Sendable {
    private let instant = Mutex<MonotonicInstant>(ContinuousClock.now)

    var monotonic: MonotonicTime {
        MonotonicTime(
            now: { self.instant.withLock { $0 } },
            sleep: { until in
                try Task.checkCancellation()
                self.instant.withLock { $0 = max($0, until) }
                await Task.yield()
            })
    }
}
