import API
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
            --cases, or RUN/TEST, shows what its commands reported instead, case by case. Reports of other tools are read \
            from files (- is standard input) and need no controller. Cases are counted, whatever sums a report claims; a \
            table shows those that did not pass, json has all. Exits 0 when nothing failed, 1 when a test or case failed, \
            2 when it could not be told or read to its end, or nothing of the run reported cases, and for a run that \
            errored.
            """)

    @Argument(help: ArgumentHelp("A run that has ended, or one test of it.", valueName: "run[/test]"))
    var run: String?

    @Flag(help: "Of a run: the cases that its commands reported.")
    var cases = false

    @Option(help: ArgumentHelp("Of cases: only attempts with this number, from 1; else the last.", valueName: "number"))
    var attempt: Int?

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
            guard showsCases else {
                guard attempt == nil else { throw ValidationError("--attempt belongs to --cases or RUN/TEST.") }
                return
            }
            guard attempt.map({ $0 > 0 }) ?? true else { throw ValidationError("--attempt is a number from 1.") }
            guard output == .table || output == .json else {
                throw ValidationError("-o takes table or json for cases.")
            }
            return
        }
        guard !cases, attempt == nil else { throw ValidationError("--cases and --attempt belong to a run.") }
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
        guard let name else { return try end(with: readReports()) }
        if showsCases { return try await end(with: showCases(of: name)) }
        guard case .run(let id) = try Subject("run/\(name)", namespace: nil) else {
            throw ValidationError("`\(name)` is no run: write r-…, as `rondo get runs` lists them.")
        }
        try await tell(id)
    }

    /// `r-…` also where `run/r-…` was written.
    private var name: String? { run.map { $0.hasPrefix("run/") ? String($0.dropFirst(4)) : $0 } }

    private var showsCases: Bool { cases || name?.contains("/") == true }

    private var style: Style { Style(isColoured: TerminalOutput.isColoured) }

    private func tell(_ id: RunID) async throws {
        let state = try await StateAccess.open(stateOptions)
        let run = try await state.run(id)
        guard run.verdict != nil else { throw ReportError.notEnded(id) }
        let workers = try await state.workerNames()
        let format = ResultFormat(rawValue: output.rawValue)
        if let format {
            TerminalOutput.out(try ResultsWriter(runs: [run], workers: workers).text(format))
        } else {
            let detail = try await state.detail(of: id)
            TerminalOutput.out(DescribeReport.text(detail, workers: workers, now: Date(), style: style))
            try await tellLinks(of: run, in: state)
        }
        let status = ExitStatus(of: [run])
        if status != .asDesired { throw ExitCode(status.rawValue) }
    }

    /// What is kept in a bucket, each file on a line of its own.
    private func tellLinks(of run: RunResource, test: String? = nil, in state: any StateReading) async throws {
        guard !run.tasks.artifacts.isEmpty else { return }
        let places = try await state.artifactPlaces(of: run.id)
        let links = ArtifactRow.links(of: run.tasks.artifactRows(test: test, attempt: attempt, places: places))
        if !links.isEmpty { TerminalOutput.out("\n\(links)") }
    }

    private func showCases(of name: String) async throws -> [CaseSummary] {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        guard let first = parts.first else { throw ValidationError("Name a run: RUN or RUN/TEST.") }
        let run = RunID(rawValue: first)
        let test = parts.count > 1 ? parts[1] : nil
        let state = try await StateAccess.open(stateOptions)
        let cases = try await RunCases(of: run, test: test, attempt: attempt, in: state)
        guard !cases.tests.isEmpty else { throw ReadingError.noCases(run, test: test) }
        guard output != .json else { return try await CasePrinter(CaseDocument(run: run)).print(cases) }
        let summaries = try await CasePrinter(CaseText(style: style)).print(cases)
        try await tellLinks(of: state.run(run), test: test, in: state)
        return summaries
    }

    private func readReports() throws -> [CaseSummary] {
        let readers =
            junit.map { ReportReader(ReportInput(path: $0), format: .junit) }
            + tap.map { ReportReader(ReportInput(path: $0), format: .tap) }
        return output == .json
            ? try CasePrinter(CaseDocument()).print(readers)
            : try CasePrinter(CaseText(style: style)).print(readers)
    }

    private func end(with summaries: [CaseSummary]) throws {
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
