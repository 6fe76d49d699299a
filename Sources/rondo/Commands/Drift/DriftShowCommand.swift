import API
import ArgumentParser
import Controller
import Foundation
import Model
import Reports

/// `rondo drift` without a verb.
struct DriftShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the ledger (what `rondo drift` alone does).",
        discussion: """
            Findings that are open, and those that ended lately. --refresh looks at the instances first. --from prints a \
            report that was saved with `-o json` in another form.
            """)

    @Option(help: ArgumentHelp("How far back findings that have ended are listed.", valueName: "duration"))
    var since = SpanArgument(.minutes(24 * 60))

    @Option(help: ArgumentHelp("Only this environment.", valueName: "name"))
    var environment: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace.", valueName: "namespace"))
    var namespace: String?

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: "table, json, yaml, markdown, html, csv, junit or sarif.")
    var output: DriftFormat = .table

    @Option(
        help: ArgumentHelp("Print a report that was saved with `-o json`; `-` is standard input.", valueName: "file"))
    var from: String?

    @Flag(help: "Let the controller look at the instances first.")
    var refresh = false

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        if from != nil, refresh || environment != nil || namespace != nil {
            throw ValidationError("--from prints what was saved: leave out --refresh, --environment and -n.")
        }
    }

    func run() async throws {
        let survey = if let from { try SavedSurvey.read(path: from) } else { try await survey() }
        TerminalOutput.out(try text(of: survey))
        if survey.summary.open > 0 { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
    }

    private func survey() async throws -> DriftSurvey {
        if refresh { try await StateAccess.controller(stateOptions).look() }
        let state = try await StateAccess.open(stateOptions)
        // Reports tell whole seconds.
        let now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        let start = now.addingTimeInterval(-since.span.seconds)
        let scope = DriftScope(environment: environment, namespace: namespace)
        let list = try await state.drift(since: start, scope: scope)
        if let stored = state as? StoredState { TerminalOutput.error(note(on: stored, now: now)) }
        return DriftSurvey(
            date: now, since: start, scope: scope, summary: list.summary, objects: list.objects, items: list.items)
    }

    private func text(of survey: DriftSurvey) throws -> String {
        switch output {
        case .table: DriftReport.text(survey, style: Style(isColoured: TerminalOutput.isColoured))
        case .json: try OutputFormat.json.document(survey)
        case .yaml: try OutputFormat.yaml.document(survey)
        case .markdown: DriftReport.markdown(survey)
        case .html: DriftReport.html(survey, version: Rondo.version)
        case .csv: DriftReport.csv(survey)
        case .junit: DriftReport.junit(survey)
        case .sarif: try DriftReport.sarif(survey, version: Rondo.version)
        }
    }

    private func note(on state: StoredState, now: Date) -> String {
        let age = state.lastWritten.map { ", \(Spans.age(of: $0, at: now)) ago" } ?? ""
        return "note: no controller runs on \(stateOptions.path): this is what the last one saw\(age)"
    }
}
