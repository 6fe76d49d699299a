package import Foundation
package import TestLanguage

/// The working directory of an attempt, in which nothing is reached through a link: whatever ran there may have put
/// links, pipes and very many files into it.
package struct WorkingFolder: Sendable {
    /// Why the folder or something in it can't be used; for people.
    package struct Problem: Error, Hashable, CustomStringConvertible {
        package let description: String

        package init(_ description: String) { self.description = description }
    }

    private let scratch: URL
    /// The folders on the way from the scratch folder.
    private let names: [String]

    /// - Parameter path: below the scratch folder, which it is where nothing is given.
    package init(scratch: URL, path: String? = nil) throws(Problem) {
        self.scratch = scratch
        names = try path.map { path throws(Problem) in try Self.names(of: path) } ?? []
    }

    /// The regular files that match, sorted by their paths from this folder. Blocking.
    ///
    /// - Throws: when the folder itself is not there any more.
    package func find(
        _ patterns: [GlobPattern], limits: FileSearchLimits = FileSearchLimits()
    ) throws(Problem) -> FoundFiles {
        var search = FileSearch(patterns: patterns, limits: limits)
        try search.visit(open(), path: "", depth: 0)
        return search.sorted
    }

    /// Opens a regular file to be read.
    ///
    /// - Parameter path: from this folder, as `find` tells it.
    package func file(_ path: String) throws(Problem) -> (handle: FileHandle, size: Int) {
        var parts = try Self.names(of: path)
        guard let name = parts.popLast() else { throw Problem("`\(path)` is no file") }
        return try open(below: parts).file(name, shown: path)
    }

    /// Its absolute path, which leads through no link as long as nothing changes.
    func checkedPath() throws(Problem) -> String {
        _ = try open()
        let root = scratch.path(percentEncoded: false)
        return ([root.hasSuffix("/") ? String(root.dropLast()) : root] + names).joined(separator: "/")
    }

    private func open(below further: [String] = []) throws(Problem) -> HeldFolder {
        var folder = try HeldFolder(scratch)
        var shown = ""
        for name in names + further {
            shown += shown.isEmpty ? name : "/\(name)"
            folder = try folder.folder(name, shown: shown)
        }
        return folder
    }

    private static func names(of path: String) throws(Problem) -> [String] {
        let names = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !path.hasPrefix("/"), !names.contains(".."), !path.utf8.contains(0) else {
            throw Problem("`\(path)` is not inside the scratch folder: write it without `..` and a `/` at its start")
        }
        return names
    }
}
