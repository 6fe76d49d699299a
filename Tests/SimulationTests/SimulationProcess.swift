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
        var environment = ProcessInfo.processInfo.environment
        // Sets and dictionaries in the same order each time, so that a seed tells the same history.
        environment["SWIFT_DETERMINISTIC_HASHING"] = "1"
        if FileManager.default.isWritableFile(atPath: "/dev/shm") { environment["TMPDIR"] = "/dev/shm" }
        let output = try FileHandle(forWritingTo: log)
        let program = RondoExecutable.url.deletingLastPathComponent().appending(path: "Simulation")
        let process = try SpawnedProcess(
            program.path(percentEncoded: false), arguments, environment: environment, output: output, error: output)
        defer { if process.isRunning { process.terminate() } }
        _ = await eventually(within: .seconds(600)) { !process.isRunning }
        guard let exit = process.exitCode else { return Result(exit: -1, output: "does not end") }
        return Result(
            exit: exit, output: (try? String(contentsOf: log, encoding: .utf8)) ?? "")
    }
}
