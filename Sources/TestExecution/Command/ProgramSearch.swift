import Foundation

/// Finds the file of a program as a shell would, in the environment that the command will have.
enum ProgramSearch {
    /// A name with a slash is a path from the working directory; nil when no folder of `path` has such a program.
    static func find(_ name: String, path: String, workingDirectory: URL) -> String? {
        if name.contains("/") {
            return name.hasPrefix("/") ? name : workingDirectory.appending(path: name).path(percentEncoded: false)
        }
        guard !name.isEmpty else { return nil }
        return path.split(separator: ":").map { "\($0)/\(name)" }.first { candidate in
            var isFolder = ObjCBool(false)
            return FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder) && !isFolder.boolValue
                && FileManager.default.isExecutableFile(atPath: candidate)
        }
    }
}
