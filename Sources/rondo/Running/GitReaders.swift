import Controller
import Foundation
import GitSource
import Model

/// The readers of git, one for each mirror: sources of one repository share its mirror and wait for each other, sources
/// of different ones never do.
struct GitReaders: Sendable {
    private let readers: [String: GitReader]
    private let mirrors: URL

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
        self.mirrors = mirrors
    }

    /// How a source is read, with or without a listing of all its files.
    func reading(of origin: SourceSetting.Origin) -> @Sendable (SourceRequest) async throws -> SourceTree {
        switch origin {
        // What nobody has committed, nobody can have signed.
        case .folder(let path): return { try await FolderReading.tree(of: path, listing: $0.listing) }
        case .repository(let remote, let access):
            let reader = readers[remote.mirrorName]
            return { request in
                guard let reader else { throw GitSourceError.cancelled }
                let required = access?.ignoresRepositoryKeys == true ? nil : request.requirement
                let remote = try await access?.applied(to: remote) ?? remote
                return try await reader.tree(of: remote.requiring(required), listing: request.listing)
            }
        }
    }

    /// What can be asked of the commits of a source; nil for a folder.
    func commits(of origin: SourceSetting.Origin) -> SourceCommits? {
        guard case .repository(let remote, let access) = origin else { return nil }
        let reader = readers[remote.mirrorName]
        let mirror = mirrors.appending(path: remote.mirrorName).path(percentEncoded: false)
        return SourceCommits(
            read: { commit, request in
                guard let reader else { throw GitSourceError.cancelled }
                let required = access?.ignoresRepositoryKeys == true ? nil : request.requirement
                let pinned = (try await access?.applied(to: remote) ?? remote).at(.commit(commit.rawValue))
                return try await reader.tree(of: pinned.requiring(required), listing: request.listing)
            },
            contains: { commit, other in
                await AncestryProcess(mirror: mirror).isAncestor(commit, of: other)
            })
    }

    /// How the files of a source are had that its tests name.
    func files(of origin: SourceSetting.Origin) -> SourceFiles {
        switch origin {
        case .folder(let path):
            return { files, folder in await FolderReading.export(files, of: path, into: folder) }
        case .repository(let remote, _):
            let mirror = mirrors.appending(path: remote.mirrorName).path(percentEncoded: false)
            return { files, folder in await BlobProcess(mirror: mirror).export(files.map(\.blob), into: folder) }
        }
    }

    /// Ends every child and waits for its end.
    func stop() async {
        await withTaskGroup { group in
            for reader in readers.values { group.addTask { await reader.stop() } }
        }
    }
}
