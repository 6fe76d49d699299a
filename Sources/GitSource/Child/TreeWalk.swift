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
    private var collector: TreeCollector
    /// What the folder holds; nil for a commit without a tree.
    private(set) var root: FolderNode?
    /// Whether some folder has two entries of one name, as git never makes: then no folder can be told by its path.
    private(set) var isIrregular = false

    var notices: [Diagnostic] { collector.notices }

    /// - Parameter before: The walk of an earlier commit; folders that are still the same are not looked into again.
    init(
        _ mirror: Mirror, commit: GitHandle, path: [String], limits: ReadLimits, lists: Bool = false,
        before: FolderNode? = nil
    ) throws {
        self.mirror = mirror
        repository = mirror.repository
        collector = TreeCollector(limits: limits, start: path.joined(separator: "/"), lists: lists)
        guard let rootID = git_commit_tree_id(commit.pointer) else { return }
        var id = rootID.pointee
        var tree = try Self.lookUp(&id, in: mirror)
        var walked: [String] = []
        for component in path {
            walked.append(component)
            let name = walked.joined(separator: "/")
            guard let entry = git_tree_entry_byname(tree.pointer, component), let next = git_tree_entry_id(entry) else {
                throw GitSourceError.pathNotFound(path: name, commit: CommitFacts.id(of: commit).rawValue)
            }
            guard Self.kind(of: entry) == .folder else { throw GitSourceError.pathIsNotAFolder(path: name) }
            id = next.pointee
            tree = try Self.lookUp(&id, in: mirror)
        }
        let start = walked.joined(separator: "/")
        let blank = collector
        root = try visit(&id, path: start, depth: 0, before: before)
        if isIrregular, before != nil {
            collector = blank
            root = try visit(&id, path: start, depth: 0, before: nil)
        }
    }

    /// The contents of a blob of this repository.
    func contents(of found: Found) throws -> Data {
        var id = found.id
        let blob = try GitHandle(.read, free: git_blob_free) { git_blob_lookup(&$0, repository.pointer, &id) }
        guard let bytes = git_blob_rawcontent(blob.pointer) else { return Data() }
        return Data(bytes: bytes, count: Int(git_blob_rawsize(blob.pointer)))
    }

    private mutating func visit(
        _ id: UnsafePointer<git_oid>, path: String, depth: Int, before: FolderNode?
    ) throws -> FolderNode {
        let bytes = id.pointee.bytes
        if let before, before.id == bytes {
            try collector.takeAgain(before.tally, before.notices)
            return before
        }
        let node = FolderNode(id: bytes)
        let tally = collector.tally
        let noticed = collector.notices.count
        let tree = try Self.lookUp(id, in: mirror)
        for index in 0..<git_tree_entrycount(tree.pointer) {
            guard let entry = git_tree_entry_byindex(tree.pointer, index), let id = git_tree_entry_id(entry),
                let bytes = git_tree_entry_name(entry)
            else { continue }
            let decision = try collector.consider(
                name: String(validatingCString: bytes), rawName: String(cString: bytes), kind: Self.kind(of: entry),
                parent: path, depth: depth)
            switch decision {
            case .passOver: continue
            case .descend(let path):
                let folder = try visit(id, path: path, depth: depth + 1, before: before?.folders[path])
                if node.folders[path] != nil { isIrregular = true }
                // No path holds a NUL, so both entries of one name are kept.
                node.folders[node.folders[path] == nil ? path : "\(path)\0\(index)"] = folder
            case .list(let path): node.listing.append(Self.listed(path, id, entry))
            case .read(let path):
                if collector.lists { node.listing.append(Self.listed(path, id, entry)) }
                let size = try mirror.header(of: id).size
                if try collector.admit(path: path, size: size) {
                    node.files.append(Found(path: path, id: id.pointee, size: size))
                }
            }
        }
        node.tally = collector.tally - tally
        node.notices = Array(collector.notices[noticed...])
        return node
    }

    private static func lookUp(_ id: UnsafePointer<git_oid>, in mirror: Mirror) throws -> GitHandle {
        try mirror.checkSize(of: id)
        return try GitHandle(.read, free: git_tree_free) { git_tree_lookup(&$0, mirror.repository.pointer, id) }
    }

    private static func listed(_ path: String, _ id: UnsafePointer<git_oid>, _ entry: OpaquePointer) -> ListedFile {
        // Git keeps one bit of a file's mode: whether its owner may execute it.
        ListedFile(
            path: path, blob: id.pointee.bytes,
            isExecutable: git_tree_entry_filemode_raw(entry).rawValue & 0o100 != 0)
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
