import Caching
import Foundation
import Model
import Reports

/// Writes artifacts of a run into a folder; each file is put in its place when it is there whole and what it should be.
struct ArtifactDownload {
    let folder: URL
    let run: RunID
    /// Whether each test gets a folder of its own.
    let separatesTests: Bool
    let state: any StateReading

    func write(_ rows: [ArtifactRow]) async throws {
        for row in rows { try await write(row.artifact, to: try place(of: row)) }
    }

    /// Paths come from workers: they must not lead out of the folder.
    private func place(of row: ArtifactRow) throws -> URL {
        let parts = row.artifact.path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.allSatisfy({ !["", ".", ".."].contains($0) && !$0.utf8.contains(0) }) else {
            throw ReadingError.unsafePath(row.artifact.path)
        }
        let base = separatesTests ? folder.appending(path: Self.folderName(of: row.content.test)) : folder
        return parts.reduce(base) { $0.appending(path: $1) }
    }

    /// One of its own for each test: what can't stand in a name is written as in a URL.
    static func folderName(of test: String) -> String {
        let name = test.replacing("%", with: "%25").replacing("/", with: "%2F")
        return name.hasPrefix(".") ? "%2E\(name.dropFirst())" : name
    }

    private func write(_ artifact: AttemptArtifact, to place: URL) async throws {
        let parent = place.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        let draft = parent.appending(
            path: ".\(place.lastPathComponent).rondo-\(ProcessInfo.processInfo.processIdentifier)")
        guard FileManager.default.createFile(atPath: draft.path(percentEncoded: false), contents: nil) else {
            throw ReadingError.unwritable(draft.path(percentEncoded: false))
        }
        defer { try? FileManager.default.removeItem(at: draft) }
        let file = try FileHandle(forWritingTo: draft)
        var stream = ContentDigest.sha256.stream(size: artifact.size)
        var received = 0
        while received < artifact.size {
            let part = try await state.artifact(artifact, of: run, from: received)
            guard !part.isEmpty else { break }
            stream.take(part)
            try file.write(contentsOf: part)
            received += part.count
        }
        try file.close()
        guard stream.name == artifact.sha256 else { throw ReadingError.artifactDamaged(artifact.path) }
        guard rename(draft.path(percentEncoded: false), place.path(percentEncoded: false)) == 0 else {
            throw ReadingError.unwritable(place.path(percentEncoded: false))
        }
    }
}
