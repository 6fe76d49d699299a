import API
import ArgumentParser
import Controller
import Foundation
import Model
import Reports
import Synchronization

struct TestRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a suite now, whatever its last result, and show how it goes.",
        discussion: """
            The controller runs it at the commit in force, on its workers. Exits 0 when every run passed, 1 when a test \
            failed or ran out of time, 2 when it could not be told: a run errored, was cancelled or could not start. \
            ctrl-c stops following; the run goes on.
            """)

    @Argument(help: ArgumentHelp("The suite, by its name or as suite/NAME.", valueName: "suite"))
    var suite: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Only in this environment; may be repeated (default: all of the suite's).", valueName: "name"))
    var environment: [String] = []

    @Flag(name: .customLong("no-cache"), help: "Run every test, also where an earlier result may be reused.")
    var withoutCache = false

    @Flag(help: "Do not wait for the end.")
    var detach = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the suite.", valueName: "namespace"))
    var namespace: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
    }

    func run() async throws {
        let identity = try SuiteArgument.identity(suite, namespace: namespace)
        let client = try await StateAccess.controller(stateOptions)
        let asked = try await client.requestRuns(
            RunsRequest(
                suite: identity, environments: environment.isEmpty ? nil : environment, useCache: !withoutCache))
        if detach {
            TerminalOutput.out(output == .json ? try output.document(asked) : Self.told(asked.items))
            return
        }
        let ended = try await follow(asked.items)
        guard let ended else {
            TerminalOutput.error("stopped following; the run goes on.")
            TerminalOutput.error(Self.told(asked.items))
            throw ExitCode(ExitStatus.couldNotCheck.rawValue)
        }
        // The controller that answers now may be another than the one that was asked.
        let names = (try? await StateAccess.open(stateOptions).workerNames()) ?? [:]
        TerminalOutput.out(
            output == .json
                ? try output.document(ListResource(kind: "RunList", items: ended))
                : RunSummary(runs: ended, workers: names, style: style).text)
        let status = Self.status(of: ended)
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    /// nil when somebody pressed ctrl-c.
    private func follow(_ runs: [RunRequest]) async throws -> [RunResource]? {
        let isQuiet = output == .json
        let ended = Mutex<[RunResource]?>(nil)
        try await untilSignal { [stateOptions, style] in
            var follower = RunFollower(
                runs: runs, options: stateOptions, screen: RunScreen(isQuiet: isQuiet, style: style))
            let result = try await follower.follow()
            ended.withLock { $0 = result }
        }
        return ended.withLock { $0 }
    }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }

    private static func told(_ runs: [RunRequest]) -> String {
        runs.map { "\($0.key) is \($0.run): follow it with rondo describe run/\($0.run)\n" }.joined()
    }

    /// 2 wins over 1.
    private static func status(of runs: [RunResource]) -> ExitStatus {
        let outcomes = runs.map { $0.verdict?.outcome }
        if outcomes.contains(where: { $0 == nil || $0 == .errored || $0 == .cancelled }) { return .couldNotCheck }
        return outcomes.contains { $0 == .failed || $0 == .timedOut } ? .notAsDesired : .asDesired
    }
}
