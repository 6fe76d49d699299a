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
            Reads files (- is standard input) and needs no controller. Cases are counted, whatever sums a report claims; a \
            table shows those that did not pass, json has all. Exits 0 when nothing failed, 1 when a case failed or errored, \
            or a suite did outside of its cases, 2 when a report could not be read to its end.
            """)

    @Option(help: ArgumentHelp("A JUnit XML report; may be repeated.", valueName: "file"))
    var junit: [String] = []

    @Option(help: ArgumentHelp("A TAP report, version 13 or 14; may be repeated.", valueName: "file"))
    var tap: [String] = []

    @Option(name: [.customShort("o"), .customLong("output")], help: "table or json.")
    var output: OutputFormat = .table

    func validate() throws {
        guard output == .table || output == .json else { throw ValidationError("-o takes table or json here.") }
        guard !junit.isEmpty || !tap.isEmpty else {
            throw ValidationError("Name a report: --junit FILE or --tap FILE.")
        }
        guard (junit + tap).count(where: { $0 == "-" }) < 2 else {
            throw ValidationError("Standard input holds one report: name - once.")
        }
    }

    func run() async throws {
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
