package import Foundation
package import Model

/// The files that attempts left behind, below the state folder.
package struct ArtifactStore: Sendable {
    package let kept: ContentFolder
    package let intake: ContentIntake

    /// What belongs to no run is kept for so long: its attempt may still be under way.
    private static let patience: TimeInterval = 86_400

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
