import API
import ArgumentParser
import Model

struct PinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Keep a source at one commit until `rondo unpin`, whatever is pushed.",
        discussion: """
            The commit is read before anything changes, so one that can't be read changes nothing. What newer commits \
            added is pruned as if git had removed it, within the same bounds. Said by get, describe, events and the \
            summary for as long as it lasts, over restarts too.
            """)

    @Argument(
        help: ArgumentHelp("A whole commit id, or the first digits of one that was in force.", valueName: "commit"))
    var commit: String

    @Option(help: ArgumentHelp("The source, where there are several.", valueName: "name"))
    var source: String?

    @Option(help: ArgumentHelp("Why, for those who wonder why nothing moves.", valueName: "text"))
    var reason: String

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let client = try await StateAccess.controller(stateOptions)
        let pin = try await client.pin(
            source: source, PinRequest(commit: commit, reason: reason, author: AuthorName.current))
        TerminalOutput.out("source \(pin.source) is \(pin)\nwhat is pushed waits until: rondo unpin")
    }
}
