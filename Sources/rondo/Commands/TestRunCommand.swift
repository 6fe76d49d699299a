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
            The controller runs a suite at the commit in force, on its workers; ctrl-c stops following, and the run goes \
            on. A file or a folder is run here and now, without a controller: its suites as they are written, mocks served \
            by this process, secrets from your own variables. Exits 0 when every run passed, 1 when a test failed or ran \
            out of time, 2 when it could not be told: a run errored, was cancelled or could not start.
            """)

    @Argument(
        help: ArgumentHelp(
            "The suite, by its name or as suite/NAME; or a file or folder of manifests.", valueName: "suite|file"))
    var suite: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Only in this environment; may be repeated (default: all of the suite's, and its only one without a controller).",
            valueName: "name"))
    var environment: [String] = []

    @OptionGroup(title: "Without a controller") var localOptions: LocalRunOptions

    @Flag(name: .customLong("no-cache"), help: "Run every test, also where an earlier result may be reused.")
    var withoutCache = false

    @Flag(help: "Do not wait for the end.")
    var detach = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the suite.", valueName: "namespace"))
    var namespace: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var reportOptions: ReportOptions
    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        if detach, !reportOptions.report.isEmpty {
            throw ValidationError("--report is written at the end, which --detach does not wait for.")
        }
        if isLocal {
            if detach { throw ValidationError("--detach is for a controller's runs; this one is run here.") }
            if withoutCache { throw ValidationError("--no-cache is for a controller's runs; here every test is run.") }
        } else if let option = localOptions.given.first {
            throw ValidationError("\(option) is for runs without a controller: add --local, or name a file.")
        }
    }

    /// Whether the suite is run in this process.
    private var isLocal: Bool { localOptions.local || LocalTarget(path: suite) != nil }

    func run() async throws {
        if isLocal { return try await runHere() }
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
        try ResultsWriter(runs: ended, workers: names).write(reportOptions.report)
        let status = ExitStatus(of: ended)
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    private func runHere() async throws {
        let target =
            try LocalTarget(path: suite) ?? .suite(SuiteArgument.identity(suite, namespace: namespace))
        let manifests = try LocalManifests.load(target, folder: localOptions.folder, environments: environment)
        let told = manifests.told(style: style)
        if !told.isEmpty { TerminalOutput.error(told) }
        guard !manifests.suites.isEmpty else { throw LocalRunError.broken }
        let filter = localOptions.filter
        let isQuiet = output == .json
        let local = try LocalTestRun(
            manifests.suites, at: manifests.revision, files: [manifests.files], options: localOptions.settings,
            choosing: { filter?.accepts($0, of: $1) ?? true }, isQuiet: isQuiet, style: style)
        if let filter, local.suites.isEmpty {
            throw LocalRunError.noTest(filter: filter.text, suites: manifests.suites.map(\.key))
        }
        let outcome = try await local.run()
        let ended = outcome.runs.map { RunResource($0) }
        TerminalOutput.out(
            isQuiet
                ? try output.document(ListResource(kind: "RunList", items: ended))
                : RunSummary(runs: ended, workers: [:], style: style).text)
        try ResultsWriter(runs: ended, workers: [:]).write(reportOptions.report)
        let status = ExitStatus(of: ended, isCutShort: outcome.isCutShort || manifests.hasErrors)
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
}
