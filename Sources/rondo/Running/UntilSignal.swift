import API
import UnixSignals

/// Runs an operation that ends early, by cancellation, at SIGTERM or SIGINT.
func untilSignal(_ operation: @escaping @Sendable () async throws -> Void) async throws {
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await operation() }
        group.addTask { for await _ in signals { return } }
        defer { group.cancelAll() }
        try await group.next()
        group.cancelAll()
        do {
            try await group.waitForAll()
        } catch is CancellationError {
            // Ending early is what the signal asked for.
        } catch APIError.cancelled {
            // So was ending a call that was under way.
        }
    }
}
