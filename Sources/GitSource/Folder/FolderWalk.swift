import Foundation
import Model

/// Collects the files of a plain folder, and the blob of every other one where a listing is asked for.
struct FolderWalk {
    private var collector: TreeCollector
    private(set) var files: [SourceFile] = []
    private(set) var listing: [String: GitObjectID] = [:]
    private(set) var executables: Set<String> = []
    /// Bytes that were read for the listing alone.
    private var hashedBytes = 0
    private var leftOut = 0
    private var firstUntold: String?

    init(limits: ReadLimits, lists: Bool) {
        collector = TreeCollector(limits: limits, lists: lists)
    }

    var notices: [Diagnostic] {
        guard let firstUntold else { return collector.notices }
        var collector = collector
        let others = leftOut - Self.toldOneByOne - 1
        collector.warn(firstUntold, "is not listed\(others > 0 ? ", nor are \(others) other files" : "")")
        return collector.notices
    }

    /// So many files that are left out of the listing are named.
    private static let toldOneByOne = 20

    mutating func visit(_ folder: OpenFolder, path: String, depth: Int) throws(GitSourceError) {
        for entry in try folder.entries() where entry.name != ".git" {
            let decision = try collector.consider(
                name: entry.name, rawName: entry.rawName, kind: entry.kind, parent: path, depth: depth)
            switch decision {
            case .passOver: continue
            case .descend(let path): try visit(try folder.folder(entry, path: path), path: path, depth: depth + 1)
            case .list(let path): list(entry, of: folder, path: path)
            case .read(let path):
                let file = try folder.contents(entry, path: path, limit: collector.limits.fileBytes)
                if try collector.admit(path: path, size: file.size) {
                    let blob = BlobID.of(file.contents)
                    if LFSPointer.matches(file.contents) {
                        collector.tell(LFSPointer.notice(path))
                    } else {
                        files.append(SourceFile(path: path, blob: blob, contents: file.contents))
                    }
                    if collector.lists { note(path, blob, entry) }
                } else if collector.lists {
                    list(entry, of: folder, path: path)
                }
            }
        }
    }

    /// What can't be hashed is left out: it must not keep the manifests from being read.
    private mutating func list(_ entry: OpenFolder.Entry, of folder: OpenFolder, path: String) {
        let limit = collector.limits.hashedBytes
        do throws(GitSourceError) {
            let (blob, size) = try folder.blob(entry, limit: limit - hashedBytes)
            if let blob {
                note(path, blob, entry)
                hashedBytes += size
            } else if size > limit - hashedBytes {
                leaveOut(path, because: "the files for listings have more than \(limit >> 20) MiB with it")
            } else {
                leaveOut(path, because: "it changed while it was read")
            }
        } catch .folderUnreadable(_, let reason) {
            leaveOut(path, because: reason)
        } catch {
            leaveOut(path, because: "\(error)")
        }
    }

    private mutating func note(_ path: String, _ blob: GitObjectID, _ entry: OpenFolder.Entry) {
        listing[path] = blob
        if entry.isExecutable { executables.insert(path) }
    }

    private mutating func leaveOut(_ path: String, because reason: String) {
        leftOut += 1
        if leftOut <= Self.toldOneByOne {
            collector.warn(
                path, "is not listed: \(reason); a test that names it neither gets it nor notices its changes")
        } else {
            firstUntold = firstUntold ?? path
        }
    }
}
