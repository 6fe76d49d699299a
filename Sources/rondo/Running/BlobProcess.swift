import Foundation
import GitSource
import Model
import Subprocess
import SystemPackage

/// Has a process of its own write blobs of a mirror into a folder: hostile objects can't reach the controller.
struct BlobProcess: Sendable {
    private static let deadline = Duration.seconds(120)
    /// Bytes of what it may say of blobs that it can't write.
    private static let answerBytes = 4 << 20

    /// The path of the bare repository.
    let mirror: String

    /// - Returns: why some are missing.
    func export(_ blobs: [GitObjectID], into folder: URL) async -> [GitObjectID: FileFault] {
        do {
            let told = try await answer(blobs, folder)
            return Dictionary(told.map { (GitObjectID(rawValue: $0.key), $0.value) }) { first, _ in first }
        } catch {
            let fault = FileFault.unreadable(reason: "the process that reads git failed: \(error)")
            return Dictionary(blobs.map { ($0, fault) }) { first, _ in first }
        }
    }

    private struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    private func answer(_ blobs: [GitObjectID], _ folder: URL) async throws -> [String: FileFault] {
        let arguments = [
            "git-blobs", "--mirror", mirror, "--folder", folder.path(percentEncoded: false), "--limit",
            "\(ScratchFileLimits.fileBytes)",
        ]
        let ids = blobs.map { "\($0.rawValue)\n" }.joined()
        return try await withThrowingTaskGroup(of: [String: FileFault].self) { group in
            group.addTask {
                let record = try await run(
                    .path(FilePath(ExecutablePath.current)), arguments: Arguments(arguments), input: .string(ids),
                    output: .string(limit: Self.answerBytes), error: .discarded)
                guard case .exited(0) = record.terminationStatus else {
                    throw Failed(description: "it ended with \(record.terminationStatus)")
                }
                return try JSONDecoder().decode([String: FileFault].self, from: Data(record.standardOutput.utf8))
            }
            group.addTask {
                try await Task.sleep(for: Self.deadline)
                throw Failed(description: "it did not answer within \(Self.deadline.components.seconds) s")
            }
            defer { group.cancelAll() }
            return try await group.next() ?? [:]
        }
    }
}
