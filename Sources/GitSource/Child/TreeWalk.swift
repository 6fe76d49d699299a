import CGit2
import Foundation
import Model

/// Finds the manifests of one commit below a folder, from the object database alone: there is no work tree.
struct TreeWalk {
    struct Found {
        let path: String
        let id: git_oid
        let size: Int
    }

    private let mirror: Mirror
    private let repository: GitHandle
    private(set) var collector: TreeCollector
    private(set) var found: [Found] = []
    /// Every regular file with the twenty bytes of its blob's id; empty when it was not asked for.
    private(set) var listing: [(path: String, blob: [UInt8])] = []

    init(_ mirror: Mirror, commit: GitHandle, path: [String], limits: ReadLimits, lists: Bool = false) throws {
        self.mirror = mirror
        repository = mirror.repository
        collector = TreeCollector(limits: limits, start: path.joined(separator: "/"), lists: lists)
        guard let root = git_commit_tree_id(commit.pointer) else { return }
        var tree = try Self.lookUp(root, in: mirror)
        var walked: [String] = []
        for component in path {
            walked.append(component)
            let name = walked.joined(separator: "/")
            guard let entry = git_tree_entry_byname(tree.pointer, component), let id = git_tree_entry_id(entry) else {
                throw GitSourceError.pathNotFound(path: name, commit: CommitFacts.id(of: commit).rawValue)
            }
            guard Self.kind(of: entry) == .folder else { throw GitSourceError.pathIsNotAFolder(path: name) }
            tree = try Self.lookUp(id, in: mirror)
        }
        try visit(tree, path: walked.joined(separator: "/"), depth: 0)
        found.sort { $0.path < $1.path }
    }

    /// The contents of a blob of this repository.
    func contents(of found: Found) throws -> Data {
        var id = found.id
        let blob = try GitHandle(.read, free: git_blob_free) { git_blob_lookup(&$0, repository.pointer, &id) }
        guard let bytes = git_blob_rawcontent(blob.pointer) else { return Data() }
        return Data(bytes: bytes, count: Int(git_blob_rawsize(blob.pointer)))
    }

    private mutating func visit(_ tree: GitHandle, path: String, depth: Int) throws {
        for index in 0..<git_tree_entrycount(tree.pointer) {
            guard let entry = git_tree_entry_byindex(tree.pointer, index), let id = git_tree_entry_id(entry),
                let bytes = git_tree_entry_name(entry)
            else { continue }
            let decision = try collector.consider(
                name: String(validatingCString: bytes), rawName: String(cString: bytes), kind: Self.kind(of: entry),
                parent: path, depth: depth)
            switch decision {
            case .passOver: continue
            case .descend(let path): try visit(try Self.lookUp(id, in: mirror), path: path, depth: depth + 1)
            case .list(let path): listing.append((path, id.pointee.bytes))
            case .read(let path):
                if collector.lists { listing.append((path, id.pointee.bytes)) }
                let size = try mirror.header(of: id).size
                if try collector.admit(path: path, size: size) {
                    found.append(Found(path: path, id: id.pointee, size: size))
                }
            }
        }
    }

    private static func lookUp(_ id: UnsafePointer<git_oid>, in mirror: Mirror) throws -> GitHandle {
        try mirror.checkSize(of: id)
        return try GitHandle(.read, free: git_tree_free) { git_tree_lookup(&$0, mirror.repository.pointer, id) }
    }

    private static func kind(of entry: OpaquePointer) -> TreeCollector.EntryKind {
        // The top bits are the file type, as in inode(7); 0160000 is git's own, for a submodule's commit.
        switch git_tree_entry_filemode_raw(entry).rawValue & 0o170000 {
        case 0o040000: .folder
        case 0o100000: .file
        case 0o120000: .link
        case 0o160000: .submodule
        default: .other
        }
    }
}
