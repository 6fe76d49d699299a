import ArgumentParser
import Model

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Take up objects again that `rondo suspend` set aside.")

    @Argument(help: ArgumentHelp("The objects, by kind and name.", valueName: "kind/name"))
    var objects: [String]

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the objects.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let identities = try objects.map { try ObjectArgument.identity($0, namespace: namespace) }
        let directives = try await StateAccess.directives(stateOptions)
        for identity in identities {
            try await directives.resume(identity, author: AuthorName.current)
            TerminalOutput.out("\(identity) is taken up again")
        }
    }
}
