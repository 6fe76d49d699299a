import Foundation
import Subprocess
import SystemPackage

/// A program started in a session of its own, without a pipe to this process, that outlives it.
struct DetachedProcess: Sendable {
    let executable: String
    let arguments: [String]
    let environment: [String: String]
    let workingDirectory: String
    /// Standard output and error; standard input is `/dev/null`, and every other descriptor is closed.
    let log: FileDescriptor

    /// Starts it and returns what `/proc` said while it could not yet have been reaped.
    ///
    /// `Subprocess` waits for its end in a task that nobody cancels, so no zombie stays behind while this process lives.
    func start(table: ProcessTable) async throws(LocalProviderError) -> ProcessStat {
        let (started, continuation) = AsyncStream.makeStream(of: Result<ProcessStat, LocalProviderError>.self)
        Task.detached {
            do {
                var options = PlatformOptions()
                options.createSession = true
                _ = try await run(
                    .path(FilePath(executable)), arguments: Arguments(arguments), environment: variables,
                    workingDirectory: FilePath(workingDirectory), platformOptions: options, input: .none,
                    output: .fileDescriptor(log, closeAfterSpawningProcess: false), error: .combinedWithOutput
                ) { execution in
                    if let stat = table.stat(of: execution.processIdentifier.value) {
                        continuation.yield(.success(stat))
                    }
                    continuation.finish()
                }
            } catch {
                continuation.yield(.failure(.spawn(executable: executable, reason: "\(error)")))
                continuation.finish()
            }
        }
        for await result in started { return try result.get() }
        throw .spawn(executable: executable, reason: "it does not show in /proc")
    }

    private var variables: Subprocess.Environment {
        var map: [Subprocess.Environment.Key: String] = [:]
        for (name, value) in environment {
            if let key = Subprocess.Environment.Key(rawValue: name) { map[key] = value }
        }
        return .custom(map)
    }
}
