import Foundation

/// Finds the file of a program as a shell would, in the environment that the command will have.
enum ProgramSearch {
    /// A name with a slash is a path from the working directory; any other is looked for in the folders of `path`.
    static func find(_ name: String, path: String, workingDirectory: URL) throws(CommandError) -> String {
        guard name.contains("/") else {
            let candidates = path.split(separator: ":").map { "\($0)/\(name)" }
            guard !name.isEmpty, let program = candidates.first(where: isProgram) else {
                throw .notFound(name, path: path)
            }
            return program
        }
        let program = name.hasPrefix("/") ? name : workingDirectory.appending(path: name).path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: program) else {
            throw .notStarted(name, reason: "there is no such file")
        }
        guard isProgram(program) else { throw .notStarted(name, reason: "it is not an executable file") }
        return program
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder = ObjCBool(false)
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
