import API
import Caching
import Foundation
import Logging
import Model

/// Lays the repository's files into an attempt's scratch folder before it starts, and fetches those that this worker has
/// not had before.
struct ScratchLayout: Sendable {
    /// Why the files can't be laid out; for people.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    let link: ControllerLink
    /// What attempts got before, checked each time it is used.
    let cache: ContentFolder
    /// How long a controller may be away.
    let patience: Duration
    let logger: Logger

    /// - Throws: `Problem`, and `CancellationError` when the attempt is to stop.
    func lay(_ files: [AttemptFile], of lease: LeaseToken, into scratch: URL) async throws {
        for file in files {
            try Task.checkCancellation()
            let target = try Self.target(of: file, in: scratch)
            if try await copy(file, to: target) { continue }
            try await fetch(file, of: lease)
            guard try await copy(file, to: target) else {
                throw Problem(description: "`\(file.path)` was lost again before it could be used; is the disk full?")
            }
        }
    }

    private func copy(_ file: AttemptFile, to target: URL) async throws -> Bool {
        do {
            return try await cache.copy(
                file.blob.rawValue, to: target, mode: file.executable == true ? 0o755 : 0o644)
        } catch {
            throw Problem(description: "`\(file.path)`: \(error)")
        }
    }

    /// Makes the folders above a file. The scratch folder is new and nothing runs in it yet, so it holds no link.
    private static func target(of file: AttemptFile, in scratch: URL) throws -> URL {
        let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }), !file.path.utf8.contains(0) else {
            throw Problem(description: "`\(file.path)` is not inside the scratch folder")
        }
        let target = scratch.appending(path: file.path)
        do {
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw Problem(description: "the folder of `\(file.path)` can't be made: \(error)")
        }
        return target
    }

    private func fetch(_ file: AttemptFile, of lease: LeaseToken) async throws {
        guard file.size <= ScratchFileLimits.fileBytes else {
            throw Problem(description: "`\(file.path)` is larger than \(ScratchFileLimits.fileBytes >> 20) MiB")
        }
        do {
            let draft = try await cache.draft()
            defer { try? FileManager.default.removeItem(at: draft) }
            let output = try FileHandle(forWritingTo: draft)
            var received = 0
            repeat {
                let part = try await part(of: file, at: received, lease)
                try output.write(contentsOf: part)
                received += part.count
                if part.isEmpty { break }
            } while received < file.size
            try output.close()
            try await cache.adopt(draft, as: file.blob.rawValue)
        } catch let problem as Problem {
            throw problem
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw Problem(description: "`\(file.path)`: \(error)")
        }
    }

    /// Asks as long as a controller may be away.
    private func part(of file: AttemptFile, at offset: Int, _ lease: LeaseToken) async throws -> Data {
        var backoff = Backoff(base: .milliseconds(100), cap: .seconds(5))
        while true {
            do throws(APIError) {
                return try await link.part(of: file.blob, at: offset, for: lease)
            } catch .cancelled {
                throw CancellationError()
            } catch {
                guard error.isTransient, link.silence < patience else {
                    throw Problem(description: "`\(file.path)` can't be had from the controller: \(error)")
                }
                logger.debug("file not fetched yet", metadata: ["reason": "\(error)"])
                try await Task.sleep(for: backoff.next())
            }
        }
    }
}
