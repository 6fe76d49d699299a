import Foundation
import Glibc

/// A server program on loopback that ends with this value, and with the test process, however that one ends.
final class RunningServer: Sendable {
    private let process: Process
    private let input = Pipe()

    /// Returns when something listens on all of `ports`.
    init(_ program: String, _ arguments: [String], ports: [Int]) throws {
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        // The input ends with whoever holds its other end, also when that one is killed.
        process.arguments =
            ["-c", #""$@" & server=$!; cat >/dev/null; kill $server; wait $server"#, "sh", Tool.path(of: program)]
            + arguments
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for port in ports { try LoopbackPort.waitUntilOpen(port) }
    }

    deinit {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
