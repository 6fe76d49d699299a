import API
import ArgumentParser
import Controller
import Model
import Reports

struct TestRerunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun", abstract: "Run a test of an earlier run again, here or by the controller.",
        discussion: """
            With --local a test runs in this process as that run had it: the definitions of its commit, the tests that it \
            depends on first, mocks served here, real services at their addresses. Secrets come from your own variables, \
            never from the controller. Without --local the controller runs the whole suite again, at the commit in force \
            and without its cache. Exits 0 when it passed, 1 when it failed, 2 when it could not be told.
            """)

    @Argument(help: ArgumentHelp("A run, or a test of it: r-…/TEST.", valueName: "run[/test]"))
    var task: TaskArgument

    @Flag(help: "Run it in this process.")
    var local = false

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup(title: "With --local") var settings: LocalSettings
    @OptionGroup var reportOptions: ReportOptions
    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        guard !local else { return }
        if task.test != nil {
            throw ValidationError("The controller runs whole suites: add --local, or name the run alone.")
        }
        if let option = settings.given.first { throw ValidationError("\(option) needs --local.") }
    }

    func run() async throws {
        let state = try await StateAccess.open(stateOptions)
        let run = try await state.run(task.run)
        guard local else { return try await runByController(run) }
        guard let verdict = run.verdict else { throw ReportError.notEnded(run.id) }
        if let test = task.test, !run.tasks.contains(where: { $0.name == test }) {
            throw ReadingError.noSuchTest(test, run.id)
        }
        let recorded = try await RecordedSuite(of: run, verdict: verdict, in: state)
        let isQuiet = output == .json
        let session = try LocalTestRun(
            [recorded.suite], at: verdict.revision, files: RecordedSuite.files(), options: settings,
            choosing: { test, _ in task.test.map { $0 == test.name } ?? true }, isQuiet: isQuiet, style: style)
        guard !session.suites.isEmpty else { throw RecordedSuiteError.notThere(run.key, verdict.revision) }
        let outcome = try await session.run()
        let ended = outcome.runs.map { RunResource($0) }
        TerminalOutput.out(
            isQuiet
                ? try output.document(ListResource(kind: "RunList", items: ended))
                : RunSummary(runs: ended, workers: [:], style: style).text + comparison(of: ended, with: run))
        try ResultsWriter(runs: ended, workers: [:]).write(reportOptions.report)
        let status = ExitStatus(of: ended, isCutShort: outcome.isCutShort)
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    private func runByController(_ run: RunResource) async throws {
        var arguments = ["\(run.suite)", "--environment", run.environment, "--no-cache", "-o", output.rawValue]
        if let state = stateOptions.state { arguments += ["--state", state] }
        arguments += reportOptions.report.flatMap { ["--report", "\($0.format.rawValue)=\($0.path)"] }
        try await TestRunCommand.parse(arguments).run()
    }

    /// Whether what was seen then is seen here.
    private func comparison(of ended: [RunResource], with run: RunResource) -> String {
        guard let test = task.test, let then = run.tasks.first(where: { $0.name == test })?.outcome else { return "" }
        let here = ended.compactMap { $0.tasks.first { $0.name == test }?.outcome }
        let same = here.count { $0 == then }
        let times = here.count == 1 ? "" : " \(same) of \(here.count) times"
        return same > 0
            ? "reproduced\(times): it \(then.words) in \(run.id) and here\n"
            : "not reproduced: it \(then.words) in \(run.id) and \(here.first?.words ?? "did not run") here\n"
    }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }
}
