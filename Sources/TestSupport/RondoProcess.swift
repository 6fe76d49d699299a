package import Foundation

/// A `rondo` that runs as a process of its own, its output kept in files.
package final class RondoProcess: Sendable {
    package let pid: pid_t
    private let process: SpawnedProcess
    private let outputFile: URL
    private let errorFile: URL

    /// Starts `rondo` with these arguments and returns at once.
    ///
    /// - Parameters:
    ///   - input: what it finds on standard input, which is empty otherwise.
    ///   - folder: its working folder; nil for that of the tests.
    package init(
        _ arguments: [String], environment: [String: String] = [:], input: String? = nil, workingIn folder: URL? = nil,
        outputIn directory: URL
    ) throws {
        let name = "\(arguments.first ?? "rondo")-\(UUID().uuidString.prefix(6))"
        outputFile = directory.appending(path: "\(name).out")
        errorFile = directory.appending(path: "\(name).err")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        var typed: FileHandle?
        if let input {
            // A file whose name is gone at once, so that nobody finds the input in the folder.
            let file = directory.appending(path: "\(name).in")
            try Data(input.utf8).write(to: file)
            typed = try FileHandle(forReadingFrom: file)
            try FileManager.default.removeItem(at: file)
        }
        process = try SpawnedProcess(
            RondoExecutable.url.path(percentEncoded: false), arguments,
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, workingIn: folder,
            input: typed, output: try FileHandle(forWritingTo: outputFile),
            error: try FileHandle(forWritingTo: errorFile))
        pid = process.pid
    }

    package var isRunning: Bool { process.isRunning }

    /// What it has printed so far.
    package var output: String { (try? String(contentsOf: outputFile, encoding: .utf8)) ?? "" }
    package var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    package func signal(_ signal: Int32) { process.signal(signal) }

    /// Waits for its end; nil when it still runs after the hang guard.
    package func exitCode(within limit: Duration = .seconds(300)) async -> Int32? {
        guard await eventually(within: limit, { !self.process.isRunning }) else { return nil }
        return process.exitCode
    }
}
