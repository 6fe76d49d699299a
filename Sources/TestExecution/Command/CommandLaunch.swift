import Foundation
import Glibc
import Subprocess
import SystemPackage

/// A program with everything that it is given; it gets nothing of this process's own environment or descriptors.
struct CommandLaunch: Sendable {
    /// An absolute path.
    let program: String
    /// With the program's name as the first.
    let arguments: [String]
    let environment: [String: String]
    let workingDirectory: String
    let stdin: String?
    /// On everything that it starts.
    let mark = AttemptMark()

    /// In a process group of its own, but in this process's session: who ends the session ends the command too.
    var configuration: Configuration {
        var options = PlatformOptions()
        options.processGroupID = 0
        var variables: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { variables[key] = value }
        }
        if let key = Subprocess.Environment.Key(rawValue: AttemptMark.variable) { variables[key] = mark.value }
        return Configuration(
            executable: .path(FilePath(program)),
            arguments: Arguments(
                executablePathOverride: arguments.first ?? program, remainingValues: Array(arguments.dropFirst())),
            environment: .custom(variables), workingDirectory: FilePath(workingDirectory), platformOptions: options)
    }

    /// The command's input as a file without a name, which nobody has to feed or to wait for; `/dev/null` without text.
    func openInput() throws(CommandError) -> FileDescriptor {
        do {
            guard let stdin else { return try FileDescriptor.open("/dev/null", .readOnly, options: .closeOnExec) }
            let path = FilePath("\(workingDirectory)/.stdin-\(UUID().uuidString)")
            let file = try FileDescriptor.open(
                path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
            unlink(path.string)
            try file.closeAfterFailure {
                try file.writeAll(stdin.utf8)
                try file.seek(offset: 0, from: .start)
            }
            return file
        } catch {
            throw .notStarted(arguments.first ?? program, reason: "its input can't be made: \(error)")
        }
    }
}

extension FileDescriptor {
    fileprivate func closeAfterFailure(_ work: () throws -> Void) throws {
        do { try work() } catch {
            try? close()
            throw error
        }
    }
}
