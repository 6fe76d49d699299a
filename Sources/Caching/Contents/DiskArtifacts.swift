package import Foundation
package import Model

/// The files that attempts left behind, below the state folder, by their SHA-256.
package struct DiskArtifacts: Sendable {
    package let kept: ContentFolder
    package let intake: ContentIntake

    /// What belongs to no run, or is in a bucket as well, is kept for so long: its attempt may still be under way.
    private static let patience: TimeInterval = 86_400

    /// - Parameter stateFolder: they are in `artifacts/` below it.
    package init(stateFolder: URL) {
        kept = ContentFolder(
            directory: stateFolder.appending(path: "artifacts", directoryHint: .isDirectory), digest: .sha256)
        intake = ContentIntake(
            folder: kept, maxFiles: ArtifactLimits.files, maxBytes: ArtifactLimits.totalBytes)
    }

    /// Those of a result that are kept whole.
    package func known(_ artifacts: [AttemptArtifact]) async -> [AttemptArtifact] {
        var known: [AttemptArtifact] = []
        for artifact in artifacts where await kept.size(of: artifact.sha256) == artifact.size { known.append(artifact) }
        return known
    }

    /// Removes what no run refers to any more.
    ///
    /// - Parameter referred: the SHA-256 of all that runs refer to.
    package func sweep(besides referred: Set<String>, now: Date) async {
        await kept.sweep(before: now.addingTimeInterval(-Self.patience)) { referred.contains($0) }
    }
}

extension DiskArtifacts: ArtifactStore {
    /// - Parameter name: the file's SHA-256.
    package func put(_ file: ArtifactFile, as name: String) async throws {
        let draft = try await kept.draft()
        let descriptor = open(draft.path(percentEncoded: false), O_WRONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ContentError.unusable(path: draft.path(percentEncoded: false), reason: "it is no file")
        }
        let target = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let source = try FileHandle(forReadingFrom: file.url)
        defer { try? source.close() }
        while let piece = try source.read(upToCount: 1 << 20), !piece.isEmpty { try target.write(contentsOf: piece) }
        try target.close()
        try await kept.adopt(draft, as: name)
    }

    package func read(_ name: String, at offset: Int, upTo count: Int) async throws -> Data? {
        try await kept.read(name, at: offset, upTo: count)
    }

    /// A disk has no address.
    package func link(to name: String, for life: Duration) -> ArtifactLink? { nil }

    package func list(_ prefix: String) async -> [StoredArtifact] {
        await kept.names(beginningWith: prefix).map { StoredArtifact(name: $0.name, size: $0.size) }
    }

    package func remove(_ name: String) async { await kept.forget(name) }

    /// One that is kept, as the file that it is; nil for none.
    package func file(of artifact: AttemptArtifact) async -> ArtifactFile? {
        guard await kept.size(of: artifact.sha256) == artifact.size, let url = await kept.file(artifact.sha256) else {
            return nil
        }
        return ArtifactFile(url: url, size: artifact.size, sha256: artifact.sha256)
    }
}
