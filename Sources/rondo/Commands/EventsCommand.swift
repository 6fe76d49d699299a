import ArgumentParser
import Foundation
import Model
import Reports

struct EventsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events", abstract: "List what happened, the oldest first.",
        discussion: "With --watch it goes on with what happens from now, also over a restart of the controller.")

    @Argument(help: ArgumentHelp("Only events of this object.", valueName: "kind/name"))
    var name: String?

    @Flag(name: .shortAndLong, help: "Go on with what happens, until ctrl-c.")
    var watch = false

    @Option(help: ArgumentHelp("Only events of the last so long.", valueName: "duration"))
    var since: SpanArgument?

    @Option(help: ArgumentHelp("Only these types: normal, warning.", valueName: "type,…"))
    var types: EventTypes?

    @Option(help: ArgumentHelp("At most so many, the last ones.", valueName: "count"))
    var limit = 100

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var documentOptions: DocumentOptions
    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is a count from 1.") }
    }

    func run() async throws {
        let filter = try EventFilter(
            subject: name.map { try Subject($0, namespace: namespace) }, types: types?.severities, since: since?.span,
            namespace: namespace, limit: limit)
        var printer = EventPrinter(format: documentOptions.output, style: documentOptions.style)
        var follower = EventFollower(options: stateOptions, filter: filter)
        let first = try await follower.first()
        guard watch else {
            TerminalOutput.out(try printer.page(first))
            return
        }
        if let text = try printer.more(first) { TerminalOutput.out(text) }
        let (start, following) = (printer, follower)
        try await untilSignal {
            var (printer, follower) = (start, following)
            while !Task.isCancelled {
                try await Task.sleep(for: .seconds(1))
                if let text = try printer.more(await follower.next()) { TerminalOutput.out(text) }
            }
        }
    }
}
