import API
import Caching
import Controller
import Foundation
import Hummingbird
import Model
import NIOCore
import Scheduling

/// Files between workers and the controller: those of the repository that an attempt gets, and those that it leaves.
struct WorkerFileRoutes: Sendable {
    let dispatcher: Dispatcher
    /// nil where tests get no files.
    let files: AttemptFiles?
    /// nil where nothing is kept of what attempts leave behind.
    let artifacts: DiskArtifacts?

    // MARK: To the worker

    func blob(_ request: Request, from worker: WorkerID) async throws -> Response {
        let message = try await Replies.body(BlobRequest.self, of: request)
        let held = try await held(message.lease, by: worker)
        guard let file = held.files.first(where: { $0.blob == message.blob }), let files else {
            throw RequestProblem(code: .notFound, message: "the attempt has no file with the contents \(message.blob)")
        }
        let part = try await files.part(of: file, at: message.offset, upTo: BlobRequest.partBytes)
        guard let part else {
            throw RequestProblem(code: .notFound, message: "`\(file.path)` is not to be had: \(FileFault.gone)")
        }
        return Replies.bytes(part)
    }

    // MARK: From the worker

    func artifact(_ request: Request, from worker: WorkerID) async throws -> Response {
        let part = try Self.part(request)
        let held = try await held(part.lease, by: worker)
        guard held.settings.artifacts != nil, let artifacts else {
            throw RequestProblem(code: .badRequest, message: "`\(held.identity.task)` keeps no artifacts")
        }
        let body = try await Replies.body(of: request, upTo: ArtifactPart.partBytes)
        do {
            let received = try await artifacts.intake.take(
                body, at: part.offset, of: part.sha256, size: part.size, from: part.lease.rawValue)
            return try Replies.json(ArtifactProgress(received: received))
        } catch let refusal as ContentIntake.Refusal {
            throw RequestProblem(code: .badRequest, message: refusal.description)
        } catch ContentError.otherContents(let name) {
            throw RequestProblem(code: .badRequest, message: "what came is not \(name)")
        }
    }

    /// A result without the artifacts that never came whole, and nothing more is waited for from its attempt.
    func checked(_ result: TaskResult, of lease: LeaseToken) async -> TaskResult {
        guard let artifacts else { return result.artifacts == nil ? result : result.keeping([]) }
        await artifacts.intake.end(lease.rawValue)
        guard let named = result.artifacts else { return result }
        return result.keeping(await artifacts.known(Array(named.prefix(ArtifactLimits.files))))
    }

    private func held(_ lease: LeaseToken, by worker: WorkerID) async throws -> HeldAttempt {
        guard let held = await dispatcher.held(lease, by: worker) else {
            throw RequestProblem(code: .leaseLost, message: "the lease was lost: another attempt counts")
        }
        return held
    }

    private static func part(_ request: Request) throws -> ArtifactPart {
        let query = request.uri.queryParameters
        guard let lease = query["lease"], let sha256 = query["sha256"],
            let size = query["size"].flatMap({ Int($0) }), let offset = query["offset"].flatMap({ Int($0) }),
            size >= 0, offset >= 0
        else { throw RequestProblem(code: .badRequest, message: "a part names its lease, sha256, size and offset") }
        return ArtifactPart(
            lease: LeaseToken(rawValue: String(lease)), sha256: String(sha256), size: size, offset: offset)
    }
}
