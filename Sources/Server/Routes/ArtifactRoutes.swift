import API
import Caching
import Controller
import Foundation
import Hummingbird
import Model
import Scheduling
import Store

/// `GET /api/v1/runs/ID/artifacts`: where files that attempts of a run left behind are beside the controller's disk;
/// `…/SHA256?offset=N`: a part of one, wherever it is.
struct ArtifactRoutes: Sendable {
    let context: ServerContext

    func places(of run: RunID) async throws -> Response {
        _ = try await artifacts(of: run)
        return try Replies.json(
            ListResource(kind: "ArtifactPlaceList", items: try await reader?.places(of: run) ?? []))
    }

    func part(of sha256: String, run: RunID, offset: Int64?) async throws -> Response {
        guard let artifact = try await artifacts(of: run).first(where: { $0.sha256 == sha256 }) else {
            throw RequestProblem(code: .notFound, message: "run \(run) has no artifact \(sha256.prefix(64))")
        }
        // Nothing is behind its end, however far.
        let offset = Int(min(offset ?? 0, Int64(artifact.size)))
        let part: Data?
        do {
            part = try await reader?.read(sha256, of: run, at: offset, upTo: ArtifactPart.partBytes)
        } catch {
            throw RequestProblem(
                code: .internalError, message: "artifact \(sha256) of run \(run) can't be read: \(error)")
        }
        guard let part else {
            throw RequestProblem(code: .notFound, message: "artifact \(sha256) of run \(run) is not kept any more")
        }
        return Replies.bytes(part)
    }

    private var reader: ArtifactReader? {
        context.artifacts.map { ArtifactReader(store: context.store, disk: $0, buckets: context.buckets) }
    }

    private func artifacts(of run: RunID) async throws -> [AttemptArtifact] {
        if let finished = try await context.store.finishedRun(run) { return finished.tasks.artifacts }
        if let tasks = await context.dispatcher.taskRecords(of: run) { return tasks.artifacts }
        throw RequestProblem(code: .notFound, message: "there is no run \(run)")
    }
}
