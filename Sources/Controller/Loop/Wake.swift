package import Model
import Synchronization

/// A doorbell for one waiter: many rings while nobody waits make one.
package final class Wake: Sendable {
    private struct State {
        var rang = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let time: MonotonicTime

    package init(time: MonotonicTime = .system) { self.time = time }

    package func ring() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.rang = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Forgets a ring that nobody waited for.
    package func forget() { state.withLock { $0.rang = false } }

    /// Returns when it rings, rang since the last wait, the deadline is reached, or the task is cancelled.
    package func wait(until deadline: MonotonicInstant) async {
        let timer = Task {
            try? await time.sleep(deadline)
            if !Task.isCancelled { ring() }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumeNow = state.withLock { state -> Bool in
                    guard !state.rang else {
                        state.rang = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
        timer.cancel()
    }
}
