import API
import Controller
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// `/api/v1/objects/…/suspension`, `/renewal`, `/api/v1/pin`, `/reconcile` and `/commits`: what people say beside git.
struct DirectiveRoutes: Sendable {
    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    private var controller: Controller { context.controller }

    /// nil for what these routes are not about.
    ///
    /// - Parameter segments: The path after `/api`.
    func answer(to request: Request, _ segments: [String]) async throws -> Response? {
        guard segments.count >= 2, segments[0] == "v1" else { return nil }
        do {
            switch (request.method, segments[1], segments.count) {
            case (_, "objects", 6): return try await objectPart(segments[5], of: identity(segments), request)
            case (.put, "pin", 2): return try await pin(request)
            case (.delete, "pin", 2):
                try await controller.unpin(source: query("source", request), author: query("author", request))
                return Response(status: .noContent)
            case (.post, "reconcile", 2): return try await reconcile(request)
            case (.get, "reconcile", 2): return try Replies.json(await controller.progress)
            case (.get, "commits", 3):
                return try Replies.json(
                    CommitResource(
                        standing: try await controller.standing(of: segments[2], source: query("source", request))))
            default: return nil
            }
        } catch let error as DirectiveError {
            throw RequestProblem(code: error.isNotFound ? .notFound : .badRequest, message: error.description)
        }
    }

    private func objectPart(
        _ part: String, of object: ObjectIdentity, _ request: Request
    ) async throws -> Response? {
        switch (request.method, part) {
        case (.put, "suspension"):
            let wanted = try await Replies.body(SuspendRequest.self, of: request)
            return try Replies.json(
                try await controller.suspend(
                    object, reason: wanted.reason, author: wanted.author, until: wanted.until))
        case (.delete, "suspension"):
            try await controller.resume(object, author: query("author", request))
            return Response(status: .noContent)
        case (.post, "renewal"):
            let wanted = try await Replies.body(RenewRequest.self, of: request)
            return try Replies.json(
                RenewalResource(
                    expires: try await controller.renew(object, for: wanted.span, author: wanted.author)))
        default: return nil
        }
    }

    private func pin(_ request: Request) async throws -> Response {
        let wanted = try await Replies.body(PinRequest.self, of: request)
        return try Replies.json(
            try await controller.pin(
                wanted.commit, source: query("source", request), reason: wanted.reason, author: wanted.author))
    }

    private func reconcile(_ request: Request) async throws -> Response {
        let wanted = try await Replies.body(ReconcileRequest.self, of: request)
        let object = try wanted.object.map { text in
            guard let identity = ObjectIdentity(text) else {
                throw RequestProblem(code: .badRequest, message: "`\(text)` is not Kind/NAME")
            }
            return identity
        }
        let before = try await controller.reconcile(object, withSource: wanted.withSource)
        return try Replies.json(before, status: .accepted)
    }

    /// Of `v1/objects/KIND/NAMESPACE/NAME/…`.
    private func identity(_ segments: [String]) throws -> ObjectIdentity {
        guard let kind = Kind(rawValue: segments[2]) else {
            throw RequestProblem(code: .badRequest, message: "`\(segments[2])` is not a kind")
        }
        return ObjectIdentity(kind: kind, namespace: segments[3], name: segments[4])
    }

    private func query(_ name: String, _ request: Request) -> String? {
        request.uri.queryParameters[name[...]].map(String.init)
    }
}
