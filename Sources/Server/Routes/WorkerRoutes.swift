import API
import Access
import Controller
import Foundation
import Hummingbird
import Model
import Scheduling
import ServiceLifecycle

/// `POST /worker/v1/…`: joining, leasing, heartbeats, logs, cases and results of workers.
struct WorkerRoutes: Sendable {
    /// A result may hold captured output.
    private static let resultBound = 4 * 1_024 * 1_024
    private static let longestWait = Duration.seconds(60)

    private let context: ServerContext

    init(context: ServerContext) { self.context = context }

    /// - Parameter segments: The path after `/worker`.
    func respond(to request: Request, _ segments: [String]) async throws -> Response {
        guard segments.count == 2, segments[0] == "v1" else {
            return try Replies.error(.notFound, "there is nothing at \(request.uri.path)")
        }
        do {
            switch segments[1] {
            case "join": return try await join(request)
            case "rejoin": return try await rejoin(request)
            case "renew": return try await renew(request)
            case "lease": return try await lease(request)
            case "heartbeat": return try await heartbeat(request)
            case "result": return try await result(request)
            case "blob": return try await fileRoutes.blob(request, from: authenticated(request).worker)
            case "artifact": return try await fileRoutes.artifact(request, from: authenticated(request).worker)
            case "logs": return try await context.logRoutes.take(request, from: authenticated(request).worker)
            case "cases":
                return try await context.caseRoutes.take(request, from: authenticated(request).worker)
            default: return try Replies.error(.notFound, "there is nothing at \(request.uri.path)")
            }
        } catch let error as AccessError {
            return try Replies.error(.unauthorized, "\(error)")
        }
    }

    private var fileRoutes: WorkerFileRoutes {
        WorkerFileRoutes(dispatcher: context.dispatcher, files: context.files, artifacts: context.artifacts)
    }

    private func join(_ request: Request) async throws -> Response {
        let message = try await Replies.body(JoinRequest.self, of: request)
        let tags = try await context.joinTokens.redeem(message.token, now: context.clock.now())
        try await register(tags, message.hello)
        return try credential(worker: WorkerRegistry.id(of: tags), tags: tags, publicKey: message.publicKey)
    }

    private func rejoin(_ request: Request) async throws -> Response {
        let message = try await Replies.body(RejoinRequest.self, of: request)
        let claims = try await context.credentials.rejoin(
            expired: message.credential, time: message.time, proof: message.signature, now: context.clock.now())
        try await register(claims.tags, message.hello)
        return try credential(worker: claims.worker, tags: claims.tags, publicKey: claims.publicKey)
    }

    private func renew(_ request: Request) async throws -> Response {
        let claims = try await authenticated(request)
        return try credential(worker: claims.worker, tags: claims.tags, publicKey: claims.publicKey)
    }

    private func lease(_ request: Request) async throws -> Response {
        let claims = try await authenticated(request)
        let message = try await Replies.body(LeaseRequest.self, of: request)
        guard let worker = await context.registry.worker(claims.worker) else { throw Self.unknown(claims.worker) }
        let wait = min(message.wait.duration, Self.longestWait)
        let granted = try await cancelWhenGracefulShutdown {
            try await context.dispatcher.lease(worker: worker, wait: wait)
        }
        guard let granted else {
            return Response(status: .noContent)
        }
        return try Replies.json(
            LeaseGrant(
                lease: granted.lease, run: granted.run, suite: granted.key.suite,
                environment: granted.key.environment, attempt: granted.attempt, definition: granted.definition,
                captures: granted.captures, secrets: granted.secrets.map { $0.reveal() },
                files: granted.files.isEmpty ? nil : granted.files))
    }

    private func heartbeat(_ request: Request) async throws -> Response {
        let claims = try await authenticated(request)
        let message = try await Replies.body(HeartbeatRequest.self, of: request)
        let cancel = await context.dispatcher.heartbeat(worker: claims.worker, leases: message.leases)
        return try Replies.json(HeartbeatResponse(cancel: cancel))
    }

    private func result(_ request: Request) async throws -> Response {
        let claims = try await authenticated(request)
        let message = try await Replies.body(ResultRequest.self, of: request, upTo: Self.resultBound)
        let accepted = try await context.dispatcher.complete(
            worker: claims.worker, lease: message.lease,
            result: await fileRoutes.checked(message.result, of: message.lease))
        guard accepted else {
            return try Replies.error(.leaseLost, "the lease was lost: another attempt counts")
        }
        return Response(status: .noContent)
    }

    private func register(_ tags: InstanceTags, _ hello: WorkerHello) async throws {
        try await context.registry.join(
            tags: tags, capabilities: hello.capabilities, resources: hello.resources, slots: hello.slots,
            version: hello.version)
    }

    private func credential(worker: WorkerID, tags: InstanceTags, publicKey: Data) throws -> Response {
        let lifetime = context.timing.credential
        let now = context.clock.now()
        let credential = try context.credentials.issue(
            worker: worker, tags: tags, publicKey: publicKey, now: now, lifetime: lifetime)
        return try Replies.json(
            CredentialResponse(
                worker: worker, credential: credential.reveal(), expiresAt: now.addingTimeInterval(lifetime.seconds),
                lease: context.timing.lease, heartbeat: context.timing.heartbeat))
    }

    /// Who asks; a worker that the registry does not know must join again.
    private func authenticated(_ request: Request) async throws -> WorkerClaims {
        guard let bearer = request.bearer else {
            throw RequestProblem(code: .unauthorized, message: "a worker's credential is required")
        }
        let claims = try context.credentials.verify(bearer, now: context.clock.now())
        guard await context.registry.touch(claims.worker) else { throw Self.unknown(claims.worker) }
        return claims
    }

    private static func unknown(_ worker: WorkerID) -> RequestProblem {
        RequestProblem(code: .unauthorized, message: "worker \(worker) is not known here: join again")
    }
}
