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
    /// All the events that history keeps.
    private static let mostEvents = 10_000

    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// - Parameter segments: The path after `/api`.
    func respond(to request: Request, _ segments: [String]) async throws -> Response {
        if request.method == .post, segments == ["v1", "runs"] {
            return try await RunRoutes(context: context).start(request)
        }
        if let answer = try await ApprovalRoutes(context: context).answer(to: request, segments) { return answer }
        if let answer = try await SecretRoutes(context: context).answer(to: request, segments) { return answer }
        if let answer = try await LeakRoutes(context: context).answer(to: request, segments) { return answer }
        if let answer = try await InstanceRoutes(context: context).answer(to: request, segments) { return answer }
        if let answer = try await DirectiveRoutes(context: context).answer(to: request, segments) { return answer }
        guard request.method == .get, segments.first == "v1" else { throw Self.nothing(at: request) }
        let query = request.uri.queryParameters
        switch Array(segments.dropFirst()) {
        case ["objects"]:
            return try await objects(
                kind: query["kind"].map(String.init), namespace: query["namespace"].map(String.init))
        case let path where path.count == 4 && path[0] == "objects":
            return try await object(kind: path[1], namespace: path[2], name: path[3])
        case ["sources"]:
            return try Replies.json(
                ListResource(kind: "SourceList", items: await context.controller.sourceStatuses))
        case ["workers"]:
            return try Replies.json(ListResource(kind: "WorkerList", items: await context.registry.all()))
        case ["runs"]:
            return try await RunRoutes(context: context).list(suite: query["suite"].map(String.init))
        case let path where path.count == 2 && path[0] == "runs":
            return try await RunRoutes(context: context).one(RunID(rawValue: path[1]))
        case let path where path.count == 3 && path[0] == "runs" && path[2] == "logs":
            return try await context.logRoutes.page(of: RunID(rawValue: path[1]), request)
        case let path where path.count == 3 && path[0] == "runs" && path[2] == "artifacts":
            return try await ArtifactRoutes(context: context).places(of: RunID(rawValue: path[1]))
        case let path where path.count == 4 && path[0] == "runs" && path[2] == "artifacts":
            return try await ArtifactRoutes(context: context).part(
                of: path[3], run: RunID(rawValue: path[1]), offset: try number("offset", in: query))
        case let path where path.count == 5 && path[0] == "runs" && path[2] == "tasks" && path[4] == "cases":
            return try await context.caseRoutes.page(
                of: RunID(rawValue: path[1]), task: path[3], request)
        case ["events"]:
            return try await events(
                after: try number("after", in: query), limit: try number("limit", in: query),
                object: query["object"].map(String.init))
        case ["drift"]:
            return try await DriftRoutes(context: context).respond(
                since: query["since"].map(String.init),
                scope: DriftScope(
                    environment: query["environment"].map(String.init),
                    namespace: query["namespace"].map(String.init)))
        case ["observed"]:
            return try Replies.json(await context.controller.observed)
        case ["desired"]:
            return try Replies.json(
                ListResource(kind: "DesiredSetList", items: await context.controller.desiredSets))
        case ["plan"]:
            return try Replies.json(await context.controller.currentPlan)
        default:
            throw Self.nothing(at: request)
        }
    }

    private static func nothing(at request: Request) -> RequestProblem {
        RequestProblem(code: .notFound, message: "there is nothing at \(request.method) \(request.uri.path)")
    }

    /// A number of the query; nil when it is not there.
    private func number(_ name: Substring, in query: Parameters) throws -> Int64? {
        guard let text = query[name] else { return nil }
        guard let number = Int64(text), number >= 0 else {
            throw RequestProblem(code: .badRequest, message: "`\(name)` is a number, not `\(text)`")
        }
        return number
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

    /// The last ones, or the first ones after a number, for which `next` says that there are more.
    private func events(after: Int64?, limit: Int64?, object: String?) async throws -> Response {
        let wanted = try object.map { text in
            guard let identity = ObjectIdentity(text) else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` is not Kind/NAME")
            }
            return identity
        }
        let bound = min(max(limit.map(Int.init) ?? Self.pageLimit, 1), Self.mostEvents)
        let events = try await context.store.events(object: wanted, limit: bound, after: after)
        return try Replies.json(
            ListResource(
                events: events.map { EventResource(sequence: $0.sequence, event: $0.event) }, after: after,
                limit: bound))
    }
}
