import API
import ArgumentParser
import Foundation
import Model

struct SuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Set objects aside: nothing is created, changed, run or deleted for them.",
        discussion: """
            Lasts until `rondo resume`, or until the time that is given, whatever git says meanwhile; shown by get, \
            describe, plan and events, and changes no exit code. What needs a suspended object waits with it. Works \
            without a controller too.
            """)

    @Argument(help: ArgumentHelp("The objects, by kind and name.", valueName: "kind/name"))
    var objects: [String]

    @Option(help: ArgumentHelp("Why, for those who find it so.", valueName: "text"))
    var reason: String

    @Option(name: .customLong("for"), help: ArgumentHelp("For how long, for example 2h.", valueName: "duration"))
    var span: SpanArgument?

    @Option(help: ArgumentHelp("Until when, for example 2026-11-29T08:00:00Z.", valueName: "time"))
    var until: MomentArgument?

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the objects.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        if span != nil, until != nil { throw ValidationError("Give --for or --until, not both.") }
        if objects.isEmpty { throw ValidationError("Missing expected argument '<kind/name> ...'.") }
        if reason.allSatisfy(\.isWhitespace) {
            throw ValidationError("The reason is empty: say why, so that others know.")
        }
    }

    func run() async throws {
        let identities = try objects.map { try ObjectArgument.identity($0, namespace: namespace) }
        let directives = try await StateAccess.directives(stateOptions)
        let end = span.map { Date().addingTimeInterval($0.span.seconds) } ?? until?.date
        for identity in identities {
            let made = try await directives.suspend(
                identity, SuspendRequest(reason: reason, author: AuthorName.current, until: end))
            TerminalOutput.out("\(identity) is \(made)")
        }
    }
}
