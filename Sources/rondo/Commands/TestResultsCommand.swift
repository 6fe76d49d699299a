import ArgumentParser
import Controller
import Foundation
import Ingestion
import Model
import Reports

struct TestResultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "results", abstract: "Say what JUnit and TAP reports of any tool tell, case by case.",
        discussion: """
            RUN or RUN/TEST shows what the commands of a run reported, from the controller of the state folder, or from the \
            folder when none runs. --junit and --tap read files (- is standard input) and need neither. Cases are \
            counted, whatever sums a report claims; a table shows those that did not pass, json has all. Exits 0 when \
            nothing failed, 1 when a case failed or errored, or a suite did outside of its cases, 2 when a report could \
            not be read to its end, or nothing of the run reported cases.
            """)

    @Argument(help: ArgumentHelp("A run, or one test of it.", valueName: "run[/test]"))
    var run: String?

    @Option(help: ArgumentHelp("Of a run: only attempts with this number, from 1; else the last.", valueName: "number"))
    var attempt: Int?

    @Option(help: ArgumentHelp("A JUnit XML report; may be repeated.", valueName: "file"))
    var junit: [String] = []

    @Option(help: ArgumentHelp("A TAP report, version 13 or 14; may be repeated.", valueName: "file"))
    var tap: [String] = []

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        if let run {
            guard junit.isEmpty, tap.isEmpty else {
                throw ValidationError("Name a run or reports, not both: what runs reported is kept with them.")
            }
            guard !run.isEmpty, !run.hasPrefix("/") else { throw ValidationError("Name a run: RUN or RUN/TEST.") }
            guard attempt.map({ $0 > 0 }) ?? true else { throw ValidationError("--attempt is a number from 1.") }
            return
        }
        guard attempt == nil else { throw ValidationError("--attempt belongs to a run.") }
        guard !junit.isEmpty || !tap.isEmpty else {
            throw ValidationError("Name a run, or a report with --junit FILE or --tap FILE.")
        }
        guard (junit + tap).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input holds one report: name - once.")
        }
    }

    func run() async throws {
        let summaries = if let run { try await show(run) } else { try readFiles() }
        for summary in summaries {
            if let error = summary.error { TerminalOutput.error("error: \(Self.told(error, summary.report))") }
        }
        let status = Self.status(summaries)
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }

    /// What the tests of a run reported.
    private func show(_ name: String) async throws -> [CaseSummary] {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        let run = RunID(rawValue: parts[0])
        let test = parts.count > 1 ? parts[1] : nil
        let cases = try await RunCases(
            of: run, test: test, attempt: attempt, in: StateAccess.open(stateOptions))
        guard !cases.tests.isEmpty else { throw ReadingError.noCases(run, test: test) }
        return output == .json
            ? try await CasePrinter(CaseDocument(run: run)).print(cases)
            : try await CasePrinter(CaseText(style: style)).print(cases)
    }

    private func readFiles() throws -> [CaseSummary] {
        let readers =
            junit.map { ReportReader(ReportInput(path: $0), format: .junit) }
            + tap.map { ReportReader(ReportInput(path: $0), format: .tap) }
        return output == .json
            ? try CasePrinter(CaseDocument()).print(readers)
            : try CasePrinter(CaseText(style: style)).print(readers)
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
