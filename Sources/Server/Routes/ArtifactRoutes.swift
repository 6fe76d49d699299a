import API
import Caching
import Hummingbird
import Model
import Scheduling
import Store

/// `GET /api/v1/runs/ID/artifacts/SHA256?offset=N`: a part of a file that an attempt of a run left behind.
struct ArtifactRoutes: Sendable {
    let context: ServerContext

    func part(of sha256: String, run: RunID, offset: Int64?) async throws -> Response {
        guard try await artifacts(of: run).contains(where: { $0.sha256 == sha256 }) else {
            throw RequestProblem(code: .notFound, message: "run \(run) has no artifact \(sha256.prefix(64))")
        }
        let part = try await context.artifacts?.kept.read(
            sha256, at: Int(offset ?? 0), upTo: ArtifactPart.partBytes)
        guard let part else {
            throw RequestProblem(code: .notFound, message: "artifact \(sha256) of run \(run) is not kept any more")
        }
        return Replies.bytes(part)
    }

    private func artifacts(of run: RunID) async throws -> [AttemptArtifact] {
        if let finished = try await context.store.finishedRun(run) { return finished.tasks.artifacts }
        if let tasks = await context.dispatcher.taskRecords(of: run) { return tasks.artifacts }
        throw RequestProblem(code: .notFound, message: "there is no run \(run)")
    }
}
