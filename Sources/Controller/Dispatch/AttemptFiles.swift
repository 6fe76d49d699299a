import Caching
package import Foundation
package import Model

/// Copies files of a source into a folder, each under its blob's id, and says which of them it can't.
package typealias SourceFiles = @Sendable ([ScratchFile], _ folder: URL) async -> [GitObjectID: FileFault]

/// The repository files of attempts, kept by their contents from the first attempt on that needs them.
package struct AttemptFiles: Sendable {
    private let kept: ContentFolder
    private let sources: [SourceFiles]

    /// How much is kept, in bytes; what was not used for the longest time goes first.
    private static let limit = 2 << 30

    /// - Parameter sources: asked in this order for what is not kept yet.
    package init(directory: URL, sources: [SourceFiles]) {
        kept = ContentFolder(directory: directory, digest: .gitBlob, limit: Self.limit)
        self.sources = sources
    }

    /// Makes sure that all of them can be handed out.
    ///
    /// - Throws: `PreparationError` for the first that can't be had, or when they are too large together.
    package func ready(_ files: [ScratchFile], of revision: Revision) async throws -> [AttemptFile] {
        try await fetch(files, of: revision)
        var ready: [AttemptFile] = []
        var total = 0
        for file in files {
            guard let size = await kept.size(of: file.blob.rawValue) else {
                throw PreparationError.fileMissing(file.path, revision, .gone)
            }
            total += size
            guard total <= ScratchFileLimits.totalBytes else { throw PreparationError.filesTooLarge }
            ready.append(
                AttemptFile(path: file.path, blob: file.blob, size: size, isExecutable: file.isExecutable))
        }
        return ready
    }

    /// A part of one of them.
    package func part(of file: ScratchFile, at offset: Int, upTo count: Int) async throws -> Data? {
        if let part = try await kept.read(file.blob.rawValue, at: offset, upTo: count) { return part }
        // It went to make room for others since the lease was granted.
        _ = await fetchFromSources([file])
        return try await kept.read(file.blob.rawValue, at: offset, upTo: count)
    }

    /// Lays files that are ready into a new scratch folder of this machine.
    package func lay(_ files: [AttemptFile], into scratch: URL) async throws {
        for file in files {
            let target = scratch.appending(path: file.path)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            let mode = file.executable == true ? 0o755 : 0o644
            guard try await kept.copy(file.blob.rawValue, to: target, mode: mode) else {
                throw PreparationError.fileLost(file.path)
            }
        }
    }

    private func fetch(_ files: [ScratchFile], of revision: Revision) async throws {
        var missing: [GitObjectID: ScratchFile] = [:]
        for file in files where missing[file.blob] == nil {
            if await kept.size(of: file.blob.rawValue) == nil { missing[file.blob] = file }
        }
        guard !missing.isEmpty else { return }
        let faults = await fetchFromSources(missing.values.sorted { $0.path < $1.path })
        for file in files {
            if let fault = faults[file.blob] { throw PreparationError.fileMissing(file.path, revision, fault) }
        }
    }

    /// - Returns: what no source could give, with the reason that tells most.
    private func fetchFromSources(_ files: [ScratchFile]) async -> [GitObjectID: FileFault] {
        var left = files
        var faults: [GitObjectID: FileFault] = [:]
        for source in sources where !left.isEmpty {
            do {
                let folder = try await kept.draftFolder()
                defer { try? FileManager.default.removeItem(at: folder) }
                let found = await source(left, folder)
                for file in left where found[file.blob] == nil {
                    do {
                        try await kept.adopt(folder.appending(path: file.blob.rawValue), as: file.blob.rawValue)
                        faults[file.blob] = nil
                    } catch ContentError.otherContents {
                        faults[file.blob] = .unreadable(reason: "the repository is damaged: `git fsck` tells more")
                    } catch {
                        faults[file.blob] = .unreadable(reason: "\(error)")
                    }
                }
                for (blob, fault) in found where faults[blob] == nil || faults[blob] == .gone { faults[blob] = fault }
            } catch {
                for file in left { faults[file.blob] = .unreadable(reason: "\(error)") }
            }
            left.removeAll { faults[$0.blob] == nil }
        }
        for file in left where faults[file.blob] == nil { faults[file.blob] = .gone }
        return faults
    }
}
