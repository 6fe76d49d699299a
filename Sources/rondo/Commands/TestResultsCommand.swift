import ArgumentParser
import Controller
import Foundation
import Ingestion
import Model
import Reports

struct TestResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Tell the results of a run, or what reports of any tool say.",
        discussion: """
            A run that has ended is told with every attempt, as junit, tap, json, or html, one page that needs nothing else. \
            Reports of other tools are read from files (- is standard input) and need no controller: cases are counted, \
            whatever sums a report claims; a table shows those that did not pass, json has all. Exits 0 when nothing \
            failed, 1 when a test or case failed, 2 when it could not be told or read to its end, and for a run that \
            errored.
            """)

    @Argument(help: ArgumentHelp("A run that has ended.", valueName: "run"))
    var run: String?

    @Option(help: ArgumentHelp("A JUnit XML report; may be repeated.", valueName: "file"))
    var junit: [String] = []

    @Option(help: ArgumentHelp("A TAP report, version 13 or 14; may be repeated.", valueName: "file"))
    var tap: [String] = []

    @Option(
        name: [.customShort("o"), .customLong("output")], help: "table or json; of a run also junit, tap or html.")
    var output: ResultsOutput = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard run == nil else {
            guard junit.isEmpty, tap.isEmpty else {
                throw ValidationError("Name a run, or reports with --junit and --tap, and not both.")
            }
            return
        }
        guard !junit.isEmpty || !tap.isEmpty else {
            throw ValidationError("Name a run, or a report: --junit FILE or --tap FILE.")
        }
        guard output == .table || output == .json else {
            throw ValidationError("-o takes table or json for reports of other tools.")
        }
        guard (junit + tap).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input holds one report: name - once.")
        }
    }

    func run() async throws {
        if let run { return try await tell(try Self.id(of: run)) }
        try readReports()
    }

    /// `r-…` or `run/r-…`
    private static func id(of text: String) throws -> RunID {
        guard case .run(let id) = try Subject(text, namespace: nil) else {
            throw ValidationError("`\(text)` is no run: write r-…, as `rondo get runs` lists them.")
        }
        return id
    }

    private func tell(_ id: RunID) async throws {
        let state = try await StateAccess.open(stateOptions)
        let run = try await state.run(id)
        guard run.verdict != nil else { throw ReportError.notEnded(id) }
        let workers = try await state.workerNames()
        let format = ResultFormat(rawValue: output.rawValue)
        TerminalOutput.out(
            try format.map { try ResultsWriter(runs: [run], workers: workers).text($0) }
                ?? DescribeReport.text(
                    try await state.detail(of: id), workers: workers, now: Date(),
                    style: Style(isColoured: TerminalOutput.isColoured)))
        let status = ExitStatus(of: [run])
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    private func readReports() throws {
        let readers =
            junit.map { ReportReader(ReportInput(path: $0), format: .junit) }
            + tap.map { ReportReader(ReportInput(path: $0), format: .tap) }
        let summaries =
            output == .json
            ? try CasePrinter(CaseDocument()).print(readers)
            : try CasePrinter(CaseText(style: Style(isColoured: TerminalOutput.isColoured))).print(readers)
        for summary in summaries {
            if let error = summary.error { TerminalOutput.error("error: \(Self.told(error, summary.report))") }
        }
        let status = Self.status(summaries)
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    /// `report.xml:2:75: not well-formed XML: unclosed token`
    private static func told(_ error: CaseReadError, _ report: String) -> String {
        let place = ([report] + [error.line, error.column].compactMap { $0 }.map(String.init)).joined(separator: ":")
        return TerminalText.safe("\(place): \(error.message)", limit: 2_000)
    }

    /// 2 wins over 1.
    private static func status(_ summaries: [CaseSummary]) -> ExitStatus {
        if summaries.contains(where: { $0.error != nil }) { return .couldNotCheck }
        return summaries.allSatisfy(\.tally.isGood) ? .asDesired : .notAsDesired
    }
}
