import Foundation
import GitSource
import Model

/// The readers of git, one for each mirror: sources of one repository share its mirror and wait for each other, sources
/// of different ones never do.
struct GitReaders: Sendable {
    private let readers: [String: GitReader]

    /// - Parameter deadline: for one look, the fetch included.
    init(of settings: [SourceSetting], mirrors: URL, deadline: Duration) {
        var readers: [String: GitReader] = [:]
        for setting in settings {
            guard case .repository(let remote, _) = setting.origin, readers[remote.mirrorName] == nil else { continue }
            readers[remote.mirrorName] = GitReader(
                executable: URL(filePath: ExecutablePath.current), arguments: ["git-child"], mirrors: mirrors,
                deadline: deadline)
        }
        self.readers = readers
    }

    /// How a source is read, with or without a listing of all its files.
    func reading(of origin: SourceSetting.Origin) -> @Sendable (Bool) async throws -> SourceTree {
        switch origin {
        case .folder(let path): return { try await FolderReading.tree(of: path, listing: $0) }
        case .repository(let remote, let access):
            let reader = readers[remote.mirrorName]
            return { listing in
                guard let reader else { throw GitSourceError.cancelled }
                return try await reader.tree(of: try await access?.applied(to: remote) ?? remote, listing: listing)
            }
        }
    }

    /// Ends every child and waits for its end.
    func stop() async {
        await withTaskGroup { group in
            for reader in readers.values { group.addTask { await reader.stop() } }
        }
    }
}
