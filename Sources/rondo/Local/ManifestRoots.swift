import Foundation

/// The folders that may be the root of the manifests around a place, the one to try first in front.
///
/// A folder with a `rondo.yaml` is the root. Without one the search goes up until what a suite refers to is found: to the
/// root of the git repository, or to the working directory, and not farther.
enum ManifestRoots {
    static func around(_ place: URL, workingDirectory: URL) -> [URL] {
        let start = place.standardizedFileURL.resolvingSymlinksInPath()
        let around = ancestors(of: start)
        let repository = around.firstIndex { exists(".git", in: $0) }
        let here = around.firstIndex { $0.path() == trimmed(workingDirectory.resolvingSymlinksInPath().path()) }
        let last = repository ?? here ?? 0
        let within = Array(around.prefix(last + 1))
        if let root = within.first(where: { exists("rondo.yaml", in: $0) }) { return [root] }
        return within
    }

    /// The folder itself, the one around it, and so on; neither the root of the file system nor more than a path has.
    private static func ancestors(of folder: URL) -> [URL] {
        var path = trimmed(folder.path(percentEncoded: false))
        var found: [URL] = []
        while path != "/", !path.isEmpty {
            found.append(URL(filePath: path, directoryHint: .notDirectory))
            path = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        }
        return found.isEmpty ? [URL(filePath: "/", directoryHint: .notDirectory)] : found
    }

    private static func trimmed(_ path: String) -> String {
        path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    private static func exists(_ name: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path(percentEncoded: false))
    }
}
