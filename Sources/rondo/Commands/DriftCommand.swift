import API
import ArgumentParser
import Controller
import Foundation
import Model
import Reports

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show what differs from git without a commit having asked for it.",
        discussion: """
            Lists open findings and those that ended lately: what should be, what is, since when, and what is done about \
            it. Exits 0 when nothing is open, 1 when something is, 2 when it could not be told.
            """)

    @Option(help: ArgumentHelp("How far back findings that have ended are listed.", valueName: "duration"))
    var since = SpanArgument(.minutes(24 * 60))

    @Option(help: ArgumentHelp("Only this environment.", valueName: "name"))
    var environment: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var documentOptions: DocumentOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let state = try await StateAccess.open(stateOptions)
        let now = Date()
        let list = try await state.drift(
            since: now.addingTimeInterval(-since.span.seconds),
            scope: DriftScope(environment: environment, namespace: namespace))
        if let stored = state as? StoredState { TerminalOutput.error(note(on: stored, now: now)) }
        let format = documentOptions.output
        TerminalOutput.out(
            format.isDocument
                ? try format.document(list)
                : DriftReport.text(
                    list.items, summary: list.summary, window: since.span, now: now, style: documentOptions.style))
        if list.summary.open > 0 { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
    }

    private func note(on state: StoredState, now: Date) -> String {
        let age = state.lastWritten.map { ", \(Spans.age(of: $0, at: now)) ago" } ?? ""
        return "note: no controller runs on \(stateOptions.path): this is what the last one saw\(age)"
    }
}
