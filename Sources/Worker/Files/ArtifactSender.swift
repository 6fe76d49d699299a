import API
import Caching
import Foundation
import Logging
import Model
import TestExecution
import TestLanguage

/// Brings what an attempt left behind for people to the controller, before the result that names it.
actor ArtifactSender {
    private let executor = QueueExecutor(label: "rondo.artifacts")
    private let link: ControllerLink
    /// How long a controller may be away.
    private let patience: Duration
    private let logger: Logger

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(link: ControllerLink, patience: Duration, logger: Logger) {
        self.link = link
        self.patience = patience
        self.logger = logger
    }

    /// The result with what was kept; what was not is told in the log.
    func keep(
        _ result: TaskResult, of grant: LeaseGrant, in scratch: URL, log: @escaping LogSink
    ) async -> TaskResult {
        guard let wanted = grant.definition.settings.artifacts, wanted.areKept(of: result.outcome) else {
            return result
        }
        func tell(_ text: String) { _ = log(.rondo, "artifacts: \(text)\n") }
        let folder: WorkingFolder
        let found: FoundFiles
        do {
            let resolve = AttemptReferences(captures: grant.captures, attempt: grant.attempt)
            folder = try WorkingFolder(scratch: scratch, path: grant.definition.body.workingDir.map(resolve.text))
            let patterns = try wanted.paths.map(resolve.text).map { try GlobPattern($0, below: .workingDirectory) }
            found = try folder.find(patterns, limits: FileSearchLimits(files: ArtifactLimits.files))
        } catch {
            tell("nothing is kept: \((error as? GlobError)?.reason ?? "\(error)")")
            return result
        }
        for path in found.passedOver.prefix(10) { tell("`\(path)` is a link or no file, and is passed over") }
        if found.isCut { tell("there is more than is looked at, and only \(found.files.count) files are kept") }
        var kept: [AttemptArtifact] = []
        var bytes = 0
        for file in found.files {
            guard !Task.isCancelled else { return result.keeping(kept) }
            guard bytes + file.size <= ArtifactLimits.totalBytes else {
                tell("`\(file.path)` is left out: more than \(ArtifactLimits.totalBytes >> 20) MiB with it")
                continue
            }
            do {
                let artifact = try await send(file.path, of: folder, for: grant.lease)
                bytes += artifact.size
                kept.append(artifact)
            } catch {
                tell("`\(file.path)` is not kept: \(error)")
                if case .leaseLost? = error as? APIError { return result }
            }
        }
        return result.keeping(kept)
    }

    private func send(_ path: String, of folder: WorkingFolder, for lease: LeaseToken) async throws -> AttemptArtifact {
        let (file, size) = try folder.file(path)
        defer { try? file.close() }
        var stream = ContentDigest.sha256.stream(size: size)
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { stream.take(piece) }
        let artifact = AttemptArtifact(path: path, size: Int(try file.offset()), sha256: stream.name)
        var sent = 0
        var restarts = 0
        repeat {
            try file.seek(toOffset: UInt64(sent))
            let piece = try file.read(upToCount: min(ArtifactPart.partBytes, artifact.size - sent)) ?? Data()
            let received = try await send(
                piece,
                ArtifactPart(lease: lease, sha256: artifact.sha256, size: artifact.size, offset: sent))
            // A restarted controller knows nothing of the parts before.
            if received <= sent, artifact.size > 0 { restarts += 1 }
            guard restarts < 10 else { throw WorkingFolder.Problem("the controller does not take it") }
            sent = received
        } while sent < artifact.size
        return artifact
    }

    private func send(_ piece: Data, _ part: ArtifactPart) async throws -> Int {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        while true {
            do throws(APIError) {
                return try await link.send(piece, part).received
            } catch {
                guard error.isTransient, link.silence < patience else { throw error }
                logger.debug("artifact not sent yet", metadata: ["reason": "\(error)"])
                try await Task.sleep(for: backoff.next())
            }
        }
    }
}
