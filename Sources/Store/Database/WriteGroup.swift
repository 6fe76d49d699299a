import GRDB
import Synchronization

/// Commits the writes that wait at the same time together: a commit waits for the disk, and thirty objects that are
/// worked on at once would wait in a row.
///
/// Each write is a savepoint of its own, so that one that fails undoes itself alone, and its caller is answered after
/// the commit that holds it. When SQLite undoes a whole transaction (a full disk does that), every write of it is tried
/// again in one of its own, and meets its own fate.
final class WriteGroup: Sendable {
    private struct State {
        var waiting: [any GroupedWrite] = []
        var isRunning = false
    }

    /// So many in one transaction at most, so that none waits for the work of hundreds.
    private static let most = 64

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) { self.pool = pool }

    /// Runs `body` in a transaction, undone when it throws.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            let isFirst = state.withLock { state in
                state.waiting.append(Write(body: body, continuation: continuation))
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if isFirst { runNext() }
        }
    }

    private func runNext() {
        pool.asyncWriteWithoutTransaction { database in
            let batch = self.state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.most))
                state.waiting.removeFirst(batch.count)
                return batch
            }
            self.commit(batch, in: database)
            let isLast = self.state.withLock { state in
                state.isRunning = !state.waiting.isEmpty
                return !state.isRunning
            }
            if !isLast { self.runNext() }
        }
    }

    private func commit(_ batch: [any GroupedWrite], in database: Database) {
        var hasBegun = false
        do {
            try database.inTransaction(.immediate) {
                hasBegun = true
                for write in batch {
                    write.attempt(in: database)
                    guard database.isInsideTransaction else { throw Undone() }
                }
                return .commit
            }
            for write in batch { write.answer(failure: nil) }
        } catch {
            if hasBegun, batch.count > 1 {
                for write in batch { commit([write], in: database) }
            } else {
                // Nobody gets into a locked database: they need not wait for that one after the other.
                for write in batch { write.answer(failure: error) }
            }
        }
    }
}

/// SQLite rolled the transaction back by itself.
private struct Undone: Error {}

/// One write of a group, whatever its value.
private protocol GroupedWrite: Sendable {
    /// Tries it in a savepoint, and keeps what came of it.
    func attempt(in database: Database)

    /// Tells the caller what came of it.
    ///
    /// - Parameter failure: why it was not committed; what the write itself threw goes before.
    func answer(failure: (any Error)?)
}

private final class Write<Value: Sendable>: GroupedWrite {
    private let body: @Sendable (Database) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let result = Mutex<Result<Value, any Error>?>(nil)

    init(
        body: @escaping @Sendable (Database) throws -> Value, continuation: CheckedContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func attempt(in database: Database) {
        let outcome = Result {
            var value: Value?
            try database.inSavepoint {
                value = try body(database)
                return .commit
            }
            guard let value else { throw Undone() }
            return value
        }
        result.withLock { $0 = outcome }
    }

    func answer(failure: (any Error)?) {
        switch (result.withLock { $0 }, failure) {
        case (.success(let value)?, nil): continuation.resume(returning: value)
        case (.failure(let error)?, _): continuation.resume(throwing: error)
        case (_, let failure): continuation.resume(throwing: failure ?? Undone())
        }
    }
}
