import Foundation
import TestSupport

/// The simulation that was built with the tests, in a process of its own: it takes over the whole of it.
struct SimulationProcess {
    struct Result {
        let exit: Int32
        let output: String
    }

    static func run(_ arguments: [String]) async throws -> Result {
        let folder = try TemporaryDirectory()
        let log = folder.url.appending(path: "output")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = RondoExecutable.url.deletingLastPathComponent().appending(path: "Simulation")
        process.arguments = arguments
        var environment = ProcessInfo.processInfo.environment
        // Sets and dictionaries in the same order each time, so that a seed tells the same history.
        environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
        if FileManager.default.isWritableFile(atPath: "/dev/shm") { environment["TMPDIR"] = "/dev/shm" }
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        defer { if process.isRunning { process.terminate() } }
        _ = await eventually(within: .seconds(600)) { !process.isRunning }
        guard !process.isRunning else { return Result(exit: -1, output: "does not end") }
        return Result(
            exit: process.terminationStatus, output: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }
}
