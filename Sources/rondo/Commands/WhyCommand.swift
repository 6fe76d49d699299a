import ArgumentParser
import Foundation
import Reports

struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Explain how something came to be as it is, from the commit on.",
        discussion: """
            A run: which commit and which change made it due, where it ran, how it ended. A suite: the same of its newest \
            run, and why nothing runs now or what it waits for. Any other object: what changed it, what was done since, \
            where it stands.
            """)

    @Argument(help: ArgumentHelp("An object, or a run by its id.", valueName: "kind/name|run"))
    var name: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let subject = try Subject(name, namespace: namespace)
        let state = try await StateAccess.open(stateOptions)
        guard let input = try await WhyReader(state: state).input(subject) else {
            throw ValidationError("`\(name)` is neither an object nor a run; `rondo describe \(name)` shows it.")
        }
        TerminalOutput.out(
            WhyReport.text(
                input, workers: try await state.workerNames(), now: Date(),
                style: Style(isColoured: TerminalOutput.isColoured)))
    }
}
