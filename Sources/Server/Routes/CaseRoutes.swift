import API
import Foundation
import Hummingbird
import Model
import Scheduling
import Store

/// What the reports of attempts tell: workers write it, people read it page by page.
struct CaseRoutes: Sendable {
    let store: Store
    let dispatcher: Dispatcher

    // MARK: Writing

    /// `POST /worker/v1/cases` of a worker that is known.
    func take(_ request: Request, from worker: WorkerID) async throws -> Response {
        let message = try await Replies.body(CasesRequest.self, of: request, upTo: CasesRequest.maxBytes)
        guard let attempt = await dispatcher.attempt(holding: message.lease, by: worker) else {
            return try Self.leaseLost()
        }
        guard message.batch.isWithinLimits else {
            throw RequestProblem(code: .badRequest, message: "a batch of cases is over its limits")
        }
        let receipt: CaseReceipt
        do {
            receipt = try await store.appendCases(
                message.batch, lease: message.lease, run: attempt.run, task: attempt.task, attempt: attempt.number)
        } catch let error as StoreError {
            // A full disk may have room again while the worker still has them.
            return try Replies.json(
                ErrorResource(code: .internalError, message: "cases can't be kept now: \(error)"),
                status: .serviceUnavailable)
        }
        switch receipt {
        case .kept: return try Replies.json(CasesResponse(kept: true))
        case .full: return try Replies.json(CasesResponse(kept: false))
        case .leaseLost: return try Self.leaseLost()
        }
    }

    private static func leaseLost() throws -> Response {
        try Replies.error(.leaseLost, "the lease was lost: its cases are not taken any more")
    }

    // MARK: Reading

    /// `GET /api/v1/runs/ID/tasks/TEST/cases?attempt=&outcome=&next=&limit=`
    func page(of run: RunID, task: String, _ request: Request) async throws -> Response {
        let query = try Self.query(run, task, request)
        let found = try await store.cases(
            run: run, task: task, attempt: query.attempt, outcomes: query.outcomes, after: query.after,
            limit: query.limit)
        if found.entries.isEmpty { try await check(query) }
        return try Replies.json(ListResource(cases: found.entries, hasMore: found.hasMore))
    }

    /// Throws when there is no such run, or no such test in it.
    private func check(_ query: CaseQuery) async throws {
        let noSuchTask = RequestProblem(
            code: .notFound, message: "run \(query.run) has no test `\(query.task)`")
        switch await dispatcher.logProgress(of: query.run, task: query.task, attempt: query.attempt) {
        case .open?, .ended?: return
        case .noSuchTask?: throw noSuchTask
        case nil: break
        }
        if try await store.isUnderWay(query.run) { return }
        guard let finished = try await store.finishedRun(query.run) else {
            throw RequestProblem(code: .notFound, message: "there is no run \(query.run)")
        }
        guard finished.tasks.contains(where: { $0.name == query.task }) else { throw noSuchTask }
    }

    private static func query(_ run: RunID, _ task: String, _ request: Request) throws -> CaseQuery {
        let parameters = request.uri.queryParameters
        func value<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
            guard let text = parameters[name[...]].map(String.init) else { return nil }
            guard let value = read(text) else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` can't be `\(name)` of cases")
            }
            return value
        }
        return CaseQuery(
            run: run, task: task, attempt: try value("attempt") { Int($0) },
            outcomes: try value("outcome", outcomes) ?? [], after: try value("next") { Int64($0) } ?? 0,
            limit: try value("limit") { Int($0) } ?? CaseQuery.maxLimit)
    }

    /// `failed,errored`; nil when one is none.
    private static func outcomes(_ text: String) -> Set<Outcome>? {
        let words = text.split(separator: ",").map { Outcome(rawValue: String($0)) }
        return words.contains(nil) || words.isEmpty ? nil : Set(words.compactMap(\.self))
    }
}

extension CaseBatch {
    /// As a worker of this version makes them.
    fileprivate var isWithinLimits: Bool {
        let last = CaseLimits.entries / CaseLimits.batchEntries * 100
        return (1...last).contains(sequence) && entries.count <= CaseLimits.batchEntries
    }
}
