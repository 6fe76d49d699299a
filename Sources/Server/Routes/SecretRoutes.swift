import API
import Access
import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// `/api/v1/secrets` and `/api/v1/sealing-keys`: values go in and never come out.
struct SecretRoutes: Sendable {
    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// nil for what these routes are not about.
    ///
    /// - Parameter segments: The path after `/api`.
    func answer(to request: Request, _ segments: [String]) async throws -> Response? {
        guard segments.count >= 2, segments[0] == "v1" else { return nil }
        do {
            switch (request.method, segments[1], segments.count) {
            case (.get, "secrets", 2): return try await list(namespace: request.uri.queryParameters["namespace"])
            case (.put, "secrets", 4): return try await set(request, namespace: segments[2], name: segments[3])
            case (.delete, "secrets", 4): return try await delete(namespace: segments[2], name: segments[3])
            case (.get, "sealing-keys", 2): return try await keys()
            case (.post, "sealing-keys", 2):
                try await context.secrets.keys.rotate(now: context.clock.now())
                return try await keys(status: .created)
            default: return nil
            }
        } catch let error as AccessError {
            guard error.isAboutTheValue else { throw error }
            throw RequestProblem(code: .badRequest, message: error.description)
        }
    }

    private func list(namespace: Substring?) async throws -> Response {
        let items = try await context.secrets.vault.list(namespace: namespace.map(String.init))
        return try Replies.json(ListResource(kind: "SecretList", items: items))
    }

    private func set(_ request: Request, namespace: String, name: String) async throws -> Response {
        guard StoredSecret.accepts(name: name) else {
            throw RequestProblem(
                code: .badRequest, message: "the name of a secret is \(StoredSecret.nameRequirement)")
        }
        guard ObjectIdentity.accepts(label: namespace) else {
            throw RequestProblem(code: .badRequest, message: "`\(namespace)` can't be a namespace")
        }
        let value = try await value(request)
        let stored = try await context.secrets.vault.set(
            value, named: name, in: namespace, now: context.clock.now())
        return try Replies.json(stored)
    }

    private func delete(namespace: String, name: String) async throws -> Response {
        guard try await context.secrets.vault.delete(named: name, in: namespace) else {
            throw RequestProblem(code: .notFound, message: "there is no secret \(name) in namespace \(namespace)")
        }
        return Response(status: .noContent)
    }

    private func keys(status: HTTPResponse.Status = .ok) async throws -> Response {
        try Replies.json(
            ListResource(kind: "SealingKeyList", items: await context.secrets.keys.list()), status: status)
    }

    /// What is wrong with a body is told without any of it.
    private func value(_ request: Request) async throws -> Secret {
        var request = request
        guard let buffer = try? await request.collectBody(upTo: SecretValueRequest.maxBytes),
            let message = try? APICoding.decode(SecretValueRequest.self, from: Data(buffer.readableBytesView))
        else {
            throw RequestProblem(
                code: .badRequest,
                message: "the body is not {\"value\": \"…\"}, or is over \(SecretValueRequest.maxBytes) bytes")
        }
        return message.secret
    }
}

extension AccessError {
    /// Whether another value would have been taken.
    fileprivate var isAboutTheValue: Bool { self == .secretEmpty || self == .secretTooLarge }
}
