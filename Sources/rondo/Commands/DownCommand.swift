import ArgumentParser
import Controller
import Foundation
import Manifests
import Model
import Store

struct DownCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "down", abstract: "Take down everything that a state folder's controller made.",
        discussion: """
            Stops the controller of the state folder if one runs, then ends every instance that carries this \
            installation's tag. With --source only what a source that is no longer configured left. What is protected by rondo.dev/prune is left and listed; what has \
            deletionPolicy Retain is released: it runs on and is no longer the controller's.
            """)

    @OptionGroup var stateOptions: StateOptions

    @Option(
        help: ArgumentHelp("Only what this source left, which is no longer configured.", valueName: "name"))
    var source: String?

    @Option(
        help: ArgumentHelp(
            "The operator's configuration, where credentials of clouds are secrets that it allows.", valueName: "file"))
    var config: String?

    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false

    func run() async throws {
        let directory = stateOptions.directory
        guard FileManager.default.fileExists(atPath: directory.appending(path: "control.db").path) else {
            throw ReadingError.noState(stateOptions.path)
        }
        if let source { try await check(source, in: directory) }
        guard yes || confirmed(stateOptions.path) else { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
        if source == nil { try await ControllerStopper.stop(in: directory) }
        let allow = try config.map { try OperatorConfigurationLoader.load(path: $0).allow }
        let lock = try StateLock.acquire(directory: directory)
        let report = try await TeardownProcess(
            directory: directory, source: source, allow: allow ?? OperatorConfiguration.Allow()
        ).run()
        withExtendedLifetime(lock) {}
        TerminalOutput.out(report.summary)
        if !report.failed.isEmpty { throw ExitCode(ExitStatus.couldNotCheck.rawValue) }
        if !report.left.isEmpty { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
    }

    /// Throws unless nothing runs and the source is an orphan.
    private func check(_ source: String, in directory: URL) async throws {
        if try await StateAccess.controller(of: directory) != nil, let endpoint = EndpointRecord.read(from: directory) {
            throw ReadingError.controllerRuns(pid: endpoint.pid)
        }
        let store = try await Store.open(directory: directory)
        let known = try await store.source(named: source)
        let ownsObjects = try await store.objects().contains { $0.source == source }
        guard known != nil || ownsObjects else { throw ReadingError.noSuchSource(source) }
        if let known, !known.status.conditions.contains(where: { $0.reason == .orphanedSource }) {
            throw ReadingError.sourceConfigured(source)
        }
    }

    /// Asks on a terminal; elsewhere nobody can answer, which is a no.
    private func confirmed(_ path: String) -> Bool {
        guard isatty(STDIN_FILENO) == 1 else {
            TerminalOutput.error("rondo down asks before it deletes: add --yes")
            return false
        }
        print(
            "\(source.map { "Take down what source \($0) left in \(path)" } ?? "Take down everything that the controller of \(path) made")? Only `yes` is taken: ",
            terminator: "")
        return readLine() == "yes"
    }
}
