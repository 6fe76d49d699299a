import Foundation
import GitSource
import Model

/// Reads a working tree away from the cooperative pool, since looking at many files blocks.
enum FolderReading {
    static func tree(of path: String, listing: Bool) async throws -> SourceTree {
        let result: Result<SourceTree, GitSourceError> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: Result { () throws(GitSourceError) in
                        try FolderReader.read(path: path, listing: listing)
                    })
            }
        }
        return try result.get()
    }

    /// Copies files as they were when they were looked at.
    static func export(
        _ files: [ScratchFile], of path: String, into folder: URL
    ) async -> [GitObjectID: FileFault] {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    returning: FolderExport.run(files, of: path, into: folder, limit: ScratchFileLimits.fileBytes))
            }
        }
    }
}
