import API
import Foundation
import Hummingbird
import Model
import Scheduling
import ServiceLifecycle
import Store

/// The live logs of attempts: workers write them, people read and follow them.
struct LogRoutes: Sendable {
    /// What is kept of an attempt: all that its worker may send, and its last words about the rest.
    private static let attemptBytes = LogLimits.attemptBytes + LogLimits.chunkBytes

    let store: Store
    let dispatcher: Dispatcher
    let hub: LogHub

    // MARK: Writing

    /// `POST /worker/v1/logs` of a worker that is known.
    func take(_ request: Request, from worker: WorkerID) async throws -> Response {
        let message = try await Replies.body(LogsRequest.self, of: request, upTo: LogsRequest.maxBytes)
        guard let attempt = await dispatcher.attempt(holding: message.lease, by: worker) else {
            return try Replies.error(.leaseLost, "the lease was lost: its log is not taken any more")
        }
        guard message.chunks.allSatisfy(\.isWithinLimits) else {
            throw RequestProblem(code: .badRequest, message: "a chunk is over the limits of a log")
        }
        do {
            try await store.appendLogs(
                message.chunks, run: attempt.run, task: attempt.task, attempt: attempt.number, worker: worker,
                maxBytes: Self.attemptBytes)
        } catch let error as StoreError {
            // A full disk may have room again while the worker still has the chunks.
            return try Replies.json(
                ErrorResource(code: .internalError, message: "the log can't be kept now: \(error)"),
                status: .serviceUnavailable)
        }
        await hub.ring(attempt.run)
        return Response(status: .noContent)
    }

    // MARK: Reading

    /// `GET /api/v1/runs/ID/logs?after=&task=&attempt=&limit=&wait=`
    func page(of run: RunID, _ request: Request) async throws -> Response {
        let query = try Self.query(run, request)
        return try await cancelWhenGracefulShutdown { try Replies.json(await page(query)) }
    }

    /// Looks again whenever something may have happened, until there is something, nothing can follow, or the time is up.
    private func page(_ query: LogQuery) async throws -> LogPage {
        guard query.wait > .milliseconds(0) else { return try await look(query) }
        // Before the first look, so that nothing falls between the two.
        var rings = await hub.rings(of: query.run, for: query.wait.duration).makeAsyncIterator()
        while true {
            let page = try await look(query)
            guard page.items.isEmpty, !page.ended, await rings.next() != nil else { return page }
        }
    }

    private func look(_ query: LogQuery) async throws -> LogPage {
        // First whether it has ended: what was printed before that is in the store by then.
        let hasEnded = try await hasEnded(query)
        let log = try await store.logs(
            run: query.run, task: query.task, attempt: query.attempt, after: query.after, limit: query.limit)
        return LogPage(
            items: log.entries, next: log.entries.last?.position ?? query.after, ended: hasEnded && !log.hasMore)
    }

    private func hasEnded(_ query: LogQuery) async throws -> Bool {
        switch await dispatcher.logProgress(of: query.run, task: query.task, attempt: query.attempt) {
        case .open?: return false
        case .ended?: return true
        case .noSuchTask?: throw Self.noSuchTask(query)
        case nil: break
        }
        // It was asked for, or is being started.
        if try await store.isUnderWay(query.run) { return false }
        // A run is in history before it stops being active.
        if let finished = try await store.finishedRun(query.run) {
            guard query.task == nil || finished.tasks.contains(where: { $0.name == query.task }) else {
                throw Self.noSuchTask(query)
            }
        } else if try await store.logs(run: query.run, limit: 1).entries.isEmpty {
            throw RequestProblem(code: .notFound, message: "there is no run \(query.run)")
        }
        return true
    }

    private static func noSuchTask(_ query: LogQuery) -> RequestProblem {
        RequestProblem(code: .notFound, message: "run \(query.run) has no test `\(query.task ?? "")`")
    }

    private static func query(_ run: RunID, _ request: Request) throws -> LogQuery {
        let parameters = request.uri.queryParameters
        func value<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
            guard let text = parameters[name[...]].map(String.init) else { return nil }
            guard let value = read(text) else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` can't be `\(name)` of a log")
            }
            return value
        }
        return LogQuery(
            run: run, task: try value("task") { $0 }, attempt: try value("attempt") { Int($0) },
            after: try value("after") { Int64($0) } ?? 0, limit: try value("limit") { Int($0) } ?? LogQuery.maxLimit,
            wait: try value("wait") { TimeSpan($0) } ?? .milliseconds(0))
    }
}

extension LogChunk {
    /// As a worker of this version makes them.
    fileprivate var isWithinLimits: Bool {
        (1...LogLimits.attemptChunks).contains(sequence) && text.utf8.count <= LogLimits.chunkBytes
    }
}
