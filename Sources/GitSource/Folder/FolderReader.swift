package import Model

import Foundation

/// Reads a plain folder as if it were a commit: the same path rules, bounds and blob ids, uncommitted edits included.
package enum FolderReader {
    /// Blocking. The revision is the folder's name at commit 000…; `.git` is passed over in silence, links are never
    /// followed below the folder itself.
    package static func read(path: String, limits: ReadLimits = ReadLimits()) throws(GitSourceError) -> SourceTree {
        let url = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        let root = try OpenFolder(path: url.path(percentEncoded: false), shown: PrintableText.line(path))
        var walk = Walk(collector: TreeCollector(limits: limits))
        try walk.visit(root, path: "", depth: 0)
        let revision = Revision(
            ref: PrintableText.line(url.lastPathComponent),
            commit: GitObjectID(rawValue: String(repeating: "0", count: 40)), subject: "working tree")
        return SourceTree(
            revision: revision, files: walk.files.sorted { $0.path < $1.path }, notices: walk.collector.notices)
    }

    private struct Walk {
        var collector: TreeCollector
        var files: [SourceFile] = []

        mutating func visit(_ folder: OpenFolder, path: String, depth: Int) throws(GitSourceError) {
            for entry in try folder.entries() where entry.name != ".git" {
                let decision = try collector.consider(
                    name: entry.name, rawName: entry.rawName, kind: entry.kind, parent: path, depth: depth)
                switch decision {
                case .passOver: continue
                case .descend(let path): try visit(try folder.folder(entry, path: path), path: path, depth: depth + 1)
                case .read(let path):
                    let file = try folder.contents(entry, path: path, limit: collector.limits.fileBytes)
                    if try collector.admit(path: path, size: file.size) {
                        files.append(SourceFile(path: path, blob: BlobID.of(file.contents), contents: file.contents))
                    }
                }
            }
        }
    }
}
