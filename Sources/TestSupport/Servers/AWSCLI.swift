import Foundation

/// AWS's own command line, as another pair of eyes.
package enum AWSCLI {
    /// - Returns: what it prints as JSON; nil when it prints nothing.
    /// - Throws: `CLIFailure` with what it says.
    package static func run(_ arguments: [String], environment: [String: String]) async throws -> Any? {
        let file = FileManager.default.temporaryDirectory.appending(path: "rondo-aws-\(UUID().uuidString)")
        try Data().write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let output = try FileHandle(forWritingTo: file)
        let process = try SpawnedProcess(
            CounterpartPython.aws.appending(path: "aws").path(percentEncoded: false),
            arguments + ["--output", "json"],
            environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, output: output,
            error: output)
        try output.close()
        _ = await eventually(within: .seconds(120)) { !process.isRunning }
        let data = try Data(contentsOf: file)
        guard process.exitCode == 0 else { throw CLIFailure(text: String(decoding: data, as: UTF8.self)) }
        return data.isEmpty ? nil : try JSONSerialization.jsonObject(with: data)
    }
}

package struct CLIFailure: Error, CustomStringConvertible {
    package let text: String
    package var description: String { text }
}
