import ArgumentParser
import Foundation
import Reports

struct DescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe", abstract: "Show everything that is known of one thing.",
        discussion: """
            `suite/checkout`, `env/dev`, `pool`-like names with their kind, `run/ID`, `source/NAME`, `worker/NAME`. \
            Asks the controller of the state folder, or reads the folder when none runs.
            """)

    @Argument(help: ArgumentHelp("What to describe.", valueName: "kind/name"))
    var name: String

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var documentOptions: DocumentOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let subject = try Subject(name, namespace: namespace)
        let reader = DescriptionReader(state: try await StateAccess.open(stateOptions))
        let format = documentOptions.output
        TerminalOutput.out(
            format.isDocument
                ? try await reader.document(of: subject, as: format)
                : try await reader.text(of: subject, now: Date(), style: documentOptions.style))
    }
}
