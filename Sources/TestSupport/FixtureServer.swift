package import Foundation

/// A Python script that serves on loopback: its first line of output is the port, the end of its input its end.
package final class FixtureServer: Sendable {
    package let port: Int
    private let process: SpawnedProcess
    /// Closed with this process, however it ends, so that the server can't outlive the tests.
    private let input: Pipe

    /// - Parameter python: the system's where none is given.
    package init(script: URL, arguments: [String] = [], python: URL? = nil) throws {
        // Python itself, not a version manager's wrapper, which takes longer than some tests.
        let python =
            python?.path(percentEncoded: false)
            ?? ["/usr/bin/python3", "/usr/local/bin/python3"]
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        input = Pipe()
        let output = Pipe()
        process = try SpawnedProcess(
            python ?? "/usr/bin/env",
            (python == nil ? ["python3"] : []) + ["-u", script.path(percentEncoded: false)] + arguments,
            input: input.fileHandleForReading, output: output.fileHandleForWriting, error: .standardError)
        try input.fileHandleForReading.close()
        try output.fileHandleForWriting.close()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty {
            line += byte
        }
        guard let port = Int(String(decoding: line, as: UTF8.self)) else {
            throw FixtureServerError(script: script.lastPathComponent, output: String(decoding: line, as: UTF8.self))
        }
        self.port = port
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
    }

    package func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }
}

package struct FixtureServerError: Error, CustomStringConvertible {
    package let script: String
    package let output: String

    package var description: String { "\(script) printed `\(output)` instead of its port" }
}
