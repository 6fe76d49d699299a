import Foundation
import Model

/// What `test run` was asked to run in this process.
enum LocalTarget: Sendable {
    /// The suites that a file declares.
    case file(URL)
    /// Those of a folder and of the folders below it.
    case folder(URL)
    /// One suite of the manifests around the working directory.
    case suite(ObjectIdentity)

    /// The file or folder that a word names; nil for a word that is the name of a suite.
    init?(path: String) {
        let url = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path(percentEncoded: false), isDirectory: &isFolder) else {
            guard Self.looksLikePath(path) else { return nil }
            self = .file(url)
            return
        }
        self = isFolder.boolValue ? .folder(url) : .file(url)
    }

    private static func looksLikePath(_ text: String) -> Bool {
        text.hasSuffix(".yaml") || text.hasSuffix(".yml") || text.hasPrefix("./") || text.hasPrefix("../")
            || text.hasPrefix("/")
    }

    /// The folder where the search for manifests begins.
    var folder: URL {
        switch self {
        case .file(let url): url.deletingLastPathComponent()
        case .folder(let url): url
        case .suite: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        }
    }

    /// Whether an object that stands in a file of `root` is one of those that are meant.
    func means(_ object: ObjectIdentity?, at path: String, in root: URL) -> Bool {
        switch self {
        case .file(let url): root.appending(path: path).standardizedFileURL.path() == url.path()
        case .folder(let url):
            root.appending(path: path).standardizedFileURL.path().hasPrefix(
                url.path().hasSuffix("/") ? url.path() : url.path() + "/")
        case .suite(let identity): object == identity
        }
    }
}
