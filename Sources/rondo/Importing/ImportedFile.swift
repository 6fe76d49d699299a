import Foundation
import Importing

/// A file to import, and what is beside it.
struct ImportedFile {
    /// As it was typed.
    let shown: String
    let data: Data
    private let folder: URL

    init(path: String) throws {
        shown = path
        let url = URL(filePath: path)
        folder = url.deletingLastPathComponent().standardizedFileURL
        data = try Self.read(url, shown: path)
    }

    /// What the importer may ask of the files beside it.
    /// - Parameter manifest: The folder that the manifest will stand in; nil for that of the file itself.
    func options(_ base: ImportOptions, manifest: URL?) -> ImportOptions {
        var options = base
        let folder = folder
        options.file = { path in
            let target = folder.appending(path: path).standardizedFileURL
            guard !path.hasPrefix("/"), Self.isFile(target) else { return nil }
            return Self.relative(target, to: (manifest ?? folder).standardizedFileURL)
        }
        options.read = { path in
            let target = folder.appending(path: path).standardizedFileURL
            let working = URL(filePath: FileManager.default.currentDirectoryPath).standardizedFileURL
            guard Self.contains(folder, target) || Self.contains(working, folder) && Self.contains(working, target)
            else {
                throw ImportedFileError.outside(path)
            }
            return try Self.read(target, shown: path)
        }
        return options
    }

    /// At most so much as an importer takes, of a regular file.
    private static func read(_ url: URL, shown: String) throws -> Data {
        guard isFile(url) else { throw ImportedFileError.unreadable(shown, "there is no such file") }
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            return try handle.read(upToCount: ImportLimits.bytes + 1) ?? Data()
        } catch {
            throw ImportedFileError.unreadable(shown, error.localizedDescription)
        }
    }

    private static func isFile(_ url: URL) -> Bool {
        let type = try? FileManager.default.attributesOfItem(
            atPath: url.resolvingSymlinksInPath().path(percentEncoded: false))[.type]
        return type as? FileAttributeType == .typeRegular
    }

    private static func contains(_ folder: URL, _ file: URL) -> Bool {
        let parts = folder.resolvingSymlinksInPath().pathComponents
        return file.resolvingSymlinksInPath().pathComponents.starts(with: parts)
    }

    private static func relative(_ file: URL, to folder: URL) -> String {
        let target = file.pathComponents
        let start = folder.pathComponents
        let shared = zip(target, start).prefix { $0 == $1 }.count
        return (Array(repeating: "..", count: start.count - shared) + target[shared...]).joined(separator: "/")
    }
}

/// Why a file is not read.
enum ImportedFileError: Error, CustomStringConvertible {
    case unreadable(String, String)
    case outside(String)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
        case .outside(let path): "\(path) lies outside: run the command in a folder that holds both files"
        }
    }
}
