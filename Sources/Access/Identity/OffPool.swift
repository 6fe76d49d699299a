import Dispatch

/// Runs what blocks (open, read, fsync) on a thread of its own queue, so that the cooperative pool stays free.
enum OffPool {
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(AccessError) -> Value
    ) async throws(AccessError) -> Value {
        let result: Result<Value, AccessError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }

    static func value<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: body()) }
        }
    }
}
