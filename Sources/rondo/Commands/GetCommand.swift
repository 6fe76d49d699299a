import API
import ArgumentParser
import Foundation
import Model
import Reports

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", abstract: "List what there is, with its status.",
        discussion: """
            Without a name: everything. Names: environments, resources, suites, rules, caches, sources, workers, runs; \
            `suite/checkout` shows one. Asks the controller of the state folder, or reads the folder when none runs.
            """)

    @Argument(help: ArgumentHelp("What to list.", valueName: "kind[/name]"))
    var names: [String] = []

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let wanted = try names.map { try ResourceName($0) }
        let state = try await StateAccess.open(stateOptions)
        let printer = ListingPrinter(options: outputOptions, namespace: namespace, state: state)
        TerminalOutput.out(
            wanted.isEmpty ? try await printer.everything() : try await printer.listings(of: wanted))
    }
}
