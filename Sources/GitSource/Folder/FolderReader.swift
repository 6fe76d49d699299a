package import Model

import Foundation

/// Reads a plain folder as if it were a commit: the same path rules, bounds and blob ids, uncommitted edits included.
package enum FolderReader {
    /// Blocking. The revision names the folder and a digest of what was read, so that two looks at an unchanged folder
    /// are equal; `listing` asks for the blob of every regular file below it. `.git` is passed over in silence, links
    /// are never followed below the folder itself.
    package static func read(
        path: String, listing: Bool = false, limits: ReadLimits = ReadLimits()
    ) throws(GitSourceError) -> SourceTree {
        let url = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        let root = try OpenFolder(path: url.path(percentEncoded: false), shown: PrintableText.line(path))
        var walk = FolderWalk(limits: limits, lists: listing)
        try walk.visit(root, path: "", depth: 0)
        let files = walk.files.sorted { $0.path < $1.path }
        let revision = Revision(
            ref: PrintableText.line(url.lastPathComponent), commit: digest(files, walk),
            subject: "working tree", isCommitted: false)
        return SourceTree(
            revision: revision, files: files, notices: walk.notices, listing: listing ? walk.listing : nil,
            executables: listing ? walk.executables : [])
    }

    /// As long as a commit id: another path or other contents make another one.
    private static func digest(_ files: [SourceFile], _ walk: FolderWalk) -> GitObjectID {
        let blobs = Dictionary(files.map { ($0.path, $0.blob) }) { first, _ in first }.merging(walk.listing) { $1 }
        var text = Data()
        for (path, blob) in blobs.sorted(by: { $0.key < $1.key }) {
            let mark = walk.executables.contains(path) ? "*" : ""
            text.append(Data("\(blob)\(mark) \(path)\0".utf8))
        }
        return BlobID.of(text)
    }
}
