import API
import Access
import Controller
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// The HTTP API: what people and workers ask of a controller.
///
/// Without a token only `/healthz` and `/readyz` answer, and `/hooks/SOURCE` to whoever knows that source's secret;
/// everything else is 401 before anything is looked up.
package struct APIServer: Sendable {
    private let context: ServerContext

    package init(context: ServerContext) { self.context = context }

    /// Binds and answers until stopped.
    ///
    /// - Parameter identity: what TLS is spoken with; nil for plain HTTP.
    package func start(host: String, port: Int, identity: ServerIdentity? = nil) async throws -> ListeningServer {
        try await ListeningServer.start(host: host, port: port, identity: identity) {
            (request: Request, client: ClientContext) in
            try await respond(to: request, from: client.address)
        }
    }

    /// Answers one request; errors become an `ErrorResource`.
    private func respond(to request: Request, from address: String) async throws -> Response {
        do {
            return try await route(request, from: address)
        } catch let problem as RequestProblem {
            return try Replies.error(problem.code, problem.message)
        } catch is CancellationError {
            return Response(status: .serviceUnavailable)
        } catch {
            return try Replies.error(.internalError, "\(error)")
        }
    }

    private func route(_ request: Request, from address: String) async throws -> Response {
        let segments = request.uri.path.split(separator: "/").map { segment in
            String(segment).removingPercentEncoding ?? String(segment)
        }
        switch (request.method, segments.first) {
        case (.get, "healthz") where segments.count == 1:
            return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n")))
        case (.get, "readyz") where segments.count == 1:
            return try await readiness()
        case (_, "api"):
            guard let token = request.bearer, context.adminToken.matches(token) else {
                return try Replies.error(
                    .unauthorized, "a bearer token is required; the admin token is in the state folder (admin-token)")
            }
            return try await ReadRoutes(context: context).respond(to: request, Array(segments.dropFirst()))
        case (_, "hooks"):
            return try await WebhookRoutes(context: context, address: address)
                .respond(to: request, Array(segments.dropFirst()))
        case (.get, "worker") where segments == ["worker", "v1", "executable"]:
            return try await ExecutableRoute(context: context).respond(to: request)
        case (.post, "worker"):
            return try await WorkerRoutes(context: context).respond(to: request, Array(segments.dropFirst()))
        default:
            guard let token = request.bearer, context.adminToken.matches(token) else {
                return try Replies.error(.unauthorized, "a bearer token is required")
            }
            return try Replies.error(.notFound, "there is nothing at \(request.uri.path)")
        }
    }

    /// 200 once a source has been read, else 503: one that can't be read stops nothing of the others.
    private func readiness() async throws -> Response {
        guard await context.controller.sourceStatuses.contains(where: { $0.revision != nil }) else {
            return Response(
                status: .serviceUnavailable,
                body: ResponseBody(byteBuffer: ByteBuffer(string: "no source has been read yet\n")))
        }
        return Response(status: .ok, body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n")))
    }
}
