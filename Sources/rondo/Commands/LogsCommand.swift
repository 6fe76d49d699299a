import API
import ArgumentParser
import Model
import Reports

struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs", abstract: "Show what the tests of a run print, also while it runs.",
        discussion: """
            RUN is a run's id; SUITE is a suite, whose newest run is shown, one under way before one that ended. \
            Without TEST the lines of all tests come in the order of their arrival, each behind its test's name. \
            With --follow it goes on until the run has ended, also over a restart of the controller. \
            Secrets are masked; a test shows at most 1 MiB here, its result keeps the last part. \
            -o json prints the entries of the live log, one a line.
            """)

    @Argument(help: ArgumentHelp("The run, or the suite whose newest run is meant.", valueName: "run|suite"))
    var name: String

    @Argument(help: ArgumentHelp("Only this test.", valueName: "test"))
    var test: String?

    @Flag(name: .shortAndLong, help: "Go on with what is printed, until the run has ended or ctrl-c.")
    var follow = false

    @Option(help: ArgumentHelp("Only attempts with this number, from 1.", valueName: "number"))
    var attempt: Int?

    @Option(help: ArgumentHelp("Begin with the last so many lines.", valueName: "count"))
    var tail: Int?

    @Flag(help: "Begin each line with the time it was printed at.")
    var timestamps = false

    @Option(name: .shortAndLong, help: ArgumentHelp("The suite's namespace.", valueName: "namespace"))
    var namespace: String?

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        guard attempt.map({ $0 > 0 }) ?? true else { throw ValidationError("--attempt is a number from 1.") }
        guard tail.map({ $0 >= 0 }) ?? true else { throw ValidationError("--tail is a count.") }
    }

    func run() async throws {
        let target = try LogTarget(name, namespace: namespace)
        let state = try await StateAccess.open(stateOptions)
        let run = try await target.run(in: state)
        let options = stateOptions
        let pages = LogPages(run: run, task: test, attempt: attempt, state: state) {
            LiveState(client: try await StateAccess.controller(options))
        }
        do {
            try await untilSignal { try await show(pages) }
        } catch is ReaderGone {
            return
        }
    }

    private func show(_ start: LogPages) async throws {
        var pages = start
        var page = try await pages.present()
        let tasks = await Self.tasks(of: pages)
        let names = test == nil ? tasks.map(\.name) + page.map(\.task) : nil
        var writer = LogWriter(
            task: test, attempt: attempt,
            printer: LogPrinter(
                names: names, showsTimes: timestamps, style: Style(isColoured: TerminalOutput.isColoured)),
            format: output, tail: tail)
        try writer.writeReuses(in: tasks)
        try writer.write(page)
        while !pages.hasEnded, !page.isEmpty {
            page = try await follow ? pages.presentIfAnswered() : pages.present()
            try writer.write(page)
        }
        try writer.writeResults(in: await Self.tasks(of: pages))
        try writer.endTail()
        guard follow, !pages.hasEnded else { return }
        while !pages.hasEnded {
            try Task.checkCancellation()
            try writer.write(await pages.following())
        }
        try writer.writeResults(in: await Self.tasks(of: pages))
    }

    /// The tests that have ended; none of a run that was interrupted, whose log is all there is.
    private static func tasks(of pages: LogPages) async -> [TaskRecord] {
        (try? await pages.state.run(pages.run).tasks) ?? []
    }
}
