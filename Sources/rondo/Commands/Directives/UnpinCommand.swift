import API
import ArgumentParser
import Model

struct UnpinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unpin", abstract: "Let a source that `rondo pin` keeps at a commit follow what is pushed again.")

    @Option(help: ArgumentHelp("The source, where there are several.", valueName: "name"))
    var source: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let client = try await StateAccess.controller(stateOptions)
        try await client.unpin(source: source, author: AuthorName.current)
        TerminalOutput.out("\(source.map { "source \($0)" } ?? "the source") follows what is pushed again")
    }
}
