import API
import Controller
import Foundation
import Hummingbird
import Model
import Scheduling
import Store

/// `GET /api/v1/…`: what is known, for the CLI and for programs.
struct ReadRoutes: Sendable {
    private static let pageLimit = 1_000
    /// Runs are read with their tasks, so fewer of them.
    private static let runLimit = 200

    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// - Parameter segments: The path after `/api`.
    func respond(to request: Request, _ segments: [String]) async throws -> Response {
        guard request.method == .get, segments.first == "v1" else { throw Self.nothing(at: request) }
        let query = request.uri.queryParameters
        switch Array(segments.dropFirst()) {
        case ["objects"]:
            return try await objects(
                kind: query["kind"].map(String.init), namespace: query["namespace"].map(String.init))
        case let path where path.count == 4 && path[0] == "objects":
            return try await object(kind: path[1], namespace: path[2], name: path[3])
        case ["sources"]:
            let sources = await context.controller.sourceStatus.map { [$0] } ?? []
            return try Replies.json(ListResource(kind: "SourceList", items: sources))
        case ["workers"]:
            return try Replies.json(ListResource(kind: "WorkerList", items: await context.registry.all()))
        case ["runs"]:
            return try await runs(suite: query["suite"].map(String.init))
        case let path where path.count == 2 && path[0] == "runs":
            return try await run(RunID(rawValue: path[1]))
        case ["events"]:
            return try await events(
                after: query["after"].flatMap { Int64($0) }, object: query["object"].map(String.init))
        case ["observed"]:
            return try Replies.json(await context.controller.observed)
        case ["desired"]:
            guard let set = await context.controller.desiredSet else {
                throw RequestProblem(code: .notFound, message: "the source has never been read")
            }
            return try Replies.json(set)
        case ["plan"]:
            return try Replies.json(await context.controller.currentPlan)
        default:
            throw Self.nothing(at: request)
        }
    }

    private static func nothing(at request: Request) -> RequestProblem {
        RequestProblem(code: .notFound, message: "there is nothing at \(request.method) \(request.uri.path)")
    }

    private func objects(kind: String?, namespace: String?) async throws -> Response {
        let wanted = try kind.map { name in
            guard let kind = Kind(rawValue: name) else {
                throw RequestProblem(code: .badRequest, message: "`\(name)` is not a kind")
            }
            return kind
        }
        let items = await context.controller.objects()
            .filter { wanted == nil || $0.identity.kind == wanted }
            .filter { namespace == nil || $0.identity.namespace == namespace }
            .map(ObjectResource.init)
        return try Replies.json(ListResource(kind: wanted.map { "\($0.rawValue)List" } ?? "List", items: items))
    }

    private func object(kind: String, namespace: String, name: String) async throws -> Response {
        let object = await context.controller.objects().first {
            $0.identity.kind.rawValue == kind && $0.identity.namespace == namespace && $0.identity.name == name
        }
        guard let object else {
            throw RequestProblem(code: .notFound, message: "there is no \(kind) \(namespace)/\(name)")
        }
        return try Replies.json(ObjectResource(object))
    }

    private func runs(suite: String?) async throws -> Response {
        let wanted = try suite.map { text in
            guard let identity = ObjectIdentity(text), identity.kind == .testSuite else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` is not TestSuite/NAME")
            }
            return identity
        }
        let active = await context.dispatcher.activeRuns()
            .filter { wanted == nil || $0.key.suite == wanted }.map { RunResource($0) }
        let finished = try await context.store.finishedRuns(suite: wanted, limit: Self.runLimit)
            .map { RunResource($0, withTasks: false) }
        return try Replies.json(ListResource(kind: "RunList", items: active + finished))
    }

    private func run(_ id: RunID) async throws -> Response {
        if let finished = try await context.store.finishedRun(id) { return try Replies.json(RunResource(finished)) }
        guard let active = await context.dispatcher.activeRuns().first(where: { $0.id == id }) else {
            throw RequestProblem(code: .notFound, message: "there is no run \(id)")
        }
        let tasks = await context.dispatcher.taskRecords(of: id)?.map(\.withoutSecrets) ?? []
        return try Replies.json(RunResource(active, tasks: tasks))
    }

    private func events(after: Int64?, object: String?) async throws -> Response {
        let wanted = try object.map { text in
            guard let identity = ObjectIdentity(text) else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` is not Kind/NAME")
            }
            return identity
        }
        let events = try await context.store.events(object: wanted, limit: Self.pageLimit, after: after)
        let items = events.map { EventResource(sequence: $0.sequence, event: $0.event) }
        let next = items.count == Self.pageLimit ? items.last.map { "\($0.sequence)" } : nil
        return try Replies.json(ListResource(kind: "EventList", items: items, next: next))
    }
}
