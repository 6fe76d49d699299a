import Foundation
import GitSource
import Manifests
import Model

/// The folder of manifests that a person works on, read once, with the changes that are to be made to it.
struct WorkingTree {
    /// As it was given.
    let path: String
    let root: URL
    private let tree: SourceTree
    private(set) var loaded: LoadedManifests
    private(set) var changed: [String: Data] = [:]

    init(path: String) async throws {
        self.path = path
        root = URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL.resolvingSymlinksInPath()
        tree = try await FolderReading.tree(of: path, listing: false)
        loaded = ManifestLoader().load(tree, source: SourceConfiguration.defaultName)
    }

    var set: DesiredSet { loaded.set }

    /// The object as the tree declares it now; nil when it does not, or with an error.
    func object(_ identity: ObjectIdentity) -> DeclaredObject? {
        set.objects.first { $0.identity == identity }
    }

    /// A file as it was read; nil when there is none.
    func original(_ file: String) -> Data? { tree.files.first { $0.path == file }?.contents }

    /// Puts files into the tree, in memory alone.
    ///
    /// - Throws: `WorkingTreeError` when a manifest would be wrong that is right now; nothing is changed then.
    mutating func put(_ files: [String: Data]) throws {
        let next = changed.merging(files) { $1 }
        let kept = tree.files.filter { next[$0.path] == nil }
        let new = next.map { path, data in
            SourceFile(path: path, blob: GitObjectID(rawValue: "edited"), contents: data)
        }
        let edited = SourceTree(
            revision: tree.revision, files: (kept + new).sorted { $0.path < $1.path }, notices: tree.notices,
            root: tree.root, listing: tree.listing, executables: tree.executables)
        let result = ManifestLoader().load(edited, source: SourceConfiguration.defaultName)
        let known = Set(set.diagnostics.filter { $0.severity == .error }.map(\.message))
        if let error = result.set.diagnostics.first(where: { $0.severity == .error && !known.contains($0.message) }) {
            throw WorkingTreeError.wouldBeWrong(error)
        }
        loaded = result
        changed = next
    }

    /// The changes as a patch, with paths from the root of the repository that the tree is in.
    func patch(diff: (_ path: String, _ old: Data?, _ new: Data) -> String) -> String {
        let prefix = repositoryPrefix
        return changed.sorted { $0.key < $1.key }.map { diff(prefix + $0.key, original($0.key), $0.value) }.joined()
    }

    /// Where the tree stands in its repository: `deploy/`, or nothing at its root and outside of any.
    private var repositoryPrefix: String {
        var parts: [String] = []
        var folder = root
        while folder.path(percentEncoded: false) != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: ".git").path(percentEncoded: false)) {
                return parts.reversed().map { $0 + "/" }.joined()
            }
            parts.append(folder.lastPathComponent)
            folder.deleteLastPathComponent()
        }
        return ""
    }
}

/// Why a tree is not changed.
enum WorkingTreeError: Error, CustomStringConvertible {
    case wouldBeWrong(Diagnostic)
    case undeclared(ObjectIdentity, String)
    case notCommitted(String)
    case noGit
    case git(String)
    case branchExists(String)

    var description: String {
        switch self {
        case .wouldBeWrong(let diagnostic):
            "the change would make a manifest wrong, so nothing was changed: \(diagnostic)"
        case .undeclared(let object, let path):
            "`\(path)` declares no \(object): name the working tree of its source with --to"
        case .notCommitted(let file):
            "`\(file)` differs from the last commit: commit it first, or take the patch, without --branch"
        case .noGit: "there is no git: take the patch, without --branch"
        case .git(let reason): "git: \(reason)"
        case .branchExists(let name): "there is a branch `\(name)` already: name another"
        }
    }
}
