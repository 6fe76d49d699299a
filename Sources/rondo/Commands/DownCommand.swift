import ArgumentParser
import Controller
import Foundation
import Model
import Store

struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "Take down everything that a state folder's controller made.",
        discussion: """
            Stops the controller of the state folder if one runs, then ends every instance that carries this \
            installation's tag. What is protected by rondo.dev/prune or has deletionPolicy Retain is left and listed.
            """)

    @OptionGroup var stateOptions: StateOptions

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func run() async throws {
        let directory = stateOptions.directory
        guard FileManager.default.fileExists(atPath: directory.appending(path: "control.db").path) else {
            throw ReadingError.noState(stateOptions.path)
        }
        guard yes || confirmed(stateOptions.path) else { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
        try await ControllerStopper.stop(in: directory)
        let lock = try StateLock.acquire(directory: directory)
        let report = try await TeardownProcess(directory: directory).run()
        withExtendedLifetime(lock) {}
        TerminalOutput.out(report.summary)
        if !report.failed.isEmpty { throw ExitCode(ExitStatus.couldNotCheck.rawValue) }
        if !report.left.isEmpty { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
    }

    /// Asks on a terminal; elsewhere nobody can answer, which is a no.
    private func confirmed(_ path: String) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            TerminalOutput.error("rondo down asks before it deletes: add --yes")
            return false
        }
        print("Take down everything that the controller of \(path) made? Only `yes` is taken: ", terminator: "")
        return readLine() == "yes"
    }
}
