import Foundation
import GitSource
import Manifests
import Model

/// What stands for the next commit of a source: a folder as it is, or a commit of a repository.
struct ProposedCommit {
    let source: String
    let text: @Sendable (String) -> String?
    private let set: DesiredSet

    /// - Parameters:
    ///   - location: a folder; with a `ref`, also the URL of a repository.
    ///   - name: nil takes the only source that the state knows, or `default`.
    init(location: String, ref: String?, source name: String?, among known: DesiredSources) async throws {
        source = try Self.name(name, among: known)
        let read: (Bool) async throws -> SourceTree
        if let ref {
            let commit = try CommitReading(location: location, ref: ref)
            read = { try await commit.tree(listing: $0) }
        } else {
            read = { try await FolderReading.tree(of: location, listing: $0) }
        }
        var tree = try await read(false)
        let lastGood = known[source]?.set
        let loader = ManifestLoader()
        var loaded = loader.load(tree, source: source, lastGood: lastGood)
        if loaded.needsListing {
            tree = try await read(true)
            loaded = loader.load(tree, source: source, lastGood: lastGood)
        }
        let files = Dictionary(tree.files.map { ($0.path, $0.contents) }) { first, _ in first }
        text = { path in files[path].map { String(decoding: $0, as: UTF8.self) } }
        set = loaded.set
    }

    /// The source that is meant.
    static func name(_ name: String?, among known: DesiredSources) throws -> String {
        let names = known.entries.map(\.source)
        if let name, !names.isEmpty, !names.contains(name) { throw ReadingError.noSuchSource(name) }
        if name == nil, names.count > 1 { throw ReadingError.severalSources(names) }
        return name ?? names.first ?? SourceConfiguration.defaultName
    }

    func replacing(in known: DesiredSources) -> DesiredSources {
        let own = DesiredSources.Entry(source: source, desired: .known(set))
        guard known[source] != nil else { return DesiredSources(known.entries + [own]) }
        return DesiredSources(known.entries.map { $0.source == source ? own : $0 })
    }
}

/// Reads one commit of a repository, by the same child process that a controller's sources are read by.
struct CommitReading {
    private let remote: GitRemote

    /// - Parameters:
    ///   - location: a working tree, or a folder in one, whose commits may have short names; else a URL.
    ///   - ref: `HEAD~2`, `4f2c91e`, a tag, a branch; of a URL a whole commit id, a tag or a branch.
    init(location: String, ref: String) throws {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: location, isDirectory: &isFolder), isFolder.boolValue {
            let git = WorkingGit(folder: URL(filePath: location, directoryHint: .isDirectory))
            let commit: String
            do {
                commit = try git.commit(ref)
            } catch WorkingTreeError.git {
                throw CommitReadingError.noSuchCommit(ref, location)
            }
            let place = try git.place()
            remote = GitRemote(
                url: place.root, ref: .commit(commit),
                path: place.prefix.hasSuffix("/") ? String(place.prefix.dropLast()) : place.prefix)
        } else {
            remote = GitRemote(url: SourceArgument.location(of: location), ref: try GitRemote.Ref(parsing: ref))
        }
    }

    func tree(listing: Bool) async throws -> SourceTree {
        let mirrors = FileManager.default.temporaryDirectory.appending(path: "rondo-plan-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: mirrors, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: mirrors) }
        let reader = GitReader(executable: URL(filePath: ExecutablePath.current), mirrors: mirrors)
        let result: Result<SourceTree, any Error>
        do {
            result = .success(try await reader.tree(of: remote, listing: listing))
        } catch {
            result = .failure(error)
        }
        await reader.stop()
        return try result.get()
    }
}

/// Why a commit can't be read.
enum CommitReadingError: Error, CustomStringConvertible {
    case noSuchCommit(String, String)

    var description: String {
        switch self {
        case .noSuchCommit(let ref, let folder):
            "`\(ref)` names no commit of the repository at `\(folder)`: fetch it first, or name another"
        }
    }
}
