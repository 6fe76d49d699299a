import Model
import Synchronization

/// Waits for an operation no longer than a limit, also for one that does not react to being cancelled.
enum Deadline {
    /// - Throws: `expired` when the limit is reached first; the operation is cancelled then and its end not waited for.
    static func run<Answer: Sendable>(
        within limit: Duration, time: MonotonicTime, _ expired: any Error,
        _ operation: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let outcome = Outcome<Answer>()
        let work = Task {
            do {
                outcome.settle(.success(try await operation()))
            } catch {
                outcome.settle(.failure(error))
            }
        }
        let alarm = Task {
            do {
                try await time.sleep(time.now().advanced(by: limit))
            } catch {
                return
            }
            work.cancel()
            outcome.settle(.failure(expired))
        }
        defer { alarm.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { outcome.wait($0) }
        } onCancel: {
            work.cancel()
            outcome.settle(.failure(CancellationError()))
        }
    }
}

/// The first result of several that may come, for one waiter.
private final class Outcome<Answer: Sendable>: Sendable {
    private struct State {
        var result: Result<Answer, any Error>?
        var waiter: CheckedContinuation<Answer, any Error>?
    }

    private let state = Mutex(State())

    func settle(_ result: Result<Answer, any Error>) {
        let waiter = state.withLock { state -> CheckedContinuation<Answer, any Error>? in
            guard state.result == nil else { return nil }
            state.result = result
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(with: result)
    }

    func wait(_ continuation: CheckedContinuation<Answer, any Error>) {
        let result = state.withLock { state -> Result<Answer, any Error>? in
            if state.result == nil { state.waiter = continuation }
            return state.result
        }
        if let result { continuation.resume(with: result) }
    }
}
