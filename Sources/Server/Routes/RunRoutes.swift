import API
import Controller
import Hummingbird
import Model
import Scheduling
import Store

/// `/api/v1/runs`: listed, read and asked for.
struct RunRoutes: Sendable {
    /// Runs are read with their tasks, so fewer of them than of other things.
    static let listLimit = 200

    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// What waits, what is under way, and what has ended, the newest first.
    func list(suite text: String?) async throws -> Response {
        let suite = try text.map { text in
            guard let identity = ObjectIdentity(text), identity.kind == .testSuite else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` is not TestSuite/NAME")
            }
            return identity
        }
        func isWanted(_ key: SuiteKey) -> Bool { suite == nil || key.suite == suite }
        let requested = await context.controller.requests
        let active = await context.dispatcher.activeRuns()
        let finished = try await context.store.finishedRuns(suite: suite, limit: Self.listLimit)
        // A run that starts or ends meanwhile is in two of them; the later stage is the truth.
        let ended = Set(finished.map(\.verdict.run))
        let started = ended.union(active.map(\.id))
        let items =
            requested.filter { isWanted($0.key) && !started.contains($0.run) }.map { RunResource($0) }
            + active.filter { isWanted($0.key) && !ended.contains($0.id) }.map { RunResource($0) }
            + finished.map { RunResource($0, withTasks: false) }
        return try Replies.json(ListResource(kind: "RunList", items: items))
    }

    /// One run at whatever stage it is.
    func one(_ id: RunID) async throws -> Response {
        // A run goes from requested to active to ended: asked in this order, none is missed on its way.
        let request = await context.controller.requests.first { $0.run == id }
        let active = await context.dispatcher.activeRuns().first { $0.id == id }
        if let finished = try await context.store.finishedRun(id) { return try Replies.json(RunResource(finished)) }
        if let active {
            let tasks = await context.dispatcher.taskRecords(of: id)?.map(\.withoutSecrets) ?? []
            let cause = try await context.store.activeRuns().first { $0.id == id }?.cause
            return try Replies.json(RunResource(active, cause: cause, tasks: tasks))
        }
        if let request { return try Replies.json(RunResource(request)) }
        throw RequestProblem(code: .notFound, message: "there is no run \(id)")
    }

    /// Asks for a run in each environment that is named, else in all of the suite's.
    func start(_ request: Request) async throws -> Response {
        let wanted = try await Replies.body(RunsRequest.self, of: request)
        do {
            let runs = try await context.controller.requestRuns(
                suite: wanted.suite, environments: wanted.environments, usesCache: wanted.useCache)
            return try Replies.json(ListResource(kind: "RunRequestList", items: runs), status: .accepted)
        } catch let error as DirectiveError {
            throw RequestProblem(code: .badRequest, message: error.description)
        } catch let error as RunRequestError {
            throw RequestProblem(code: error.isNotFound ? .notFound : .badRequest, message: error.description)
        }
    }
}
