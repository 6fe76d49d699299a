import API
import ArgumentParser
import Foundation
import Model

struct RenewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "renew", abstract: "Let an object with a ttl live on, or again when it has expired.",
        discussion: "Its ttl begins anew, or with --for it expires that long from now.")

    @Argument(help: ArgumentHelp("An Environment or a CloudResource, by kind and name.", valueName: "kind/name"))
    var object: String

    @Option(name: .customLong("for"), help: ArgumentHelp("For how long, for example 2h.", valueName: "duration"))
    var span: SpanArgument?

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let identity = try ObjectArgument.identity(object, namespace: namespace)
        let client = try await StateAccess.controller(stateOptions)
        let made = try await client.renew(identity, RenewRequest(span: span?.span, author: AuthorName.current))
        TerminalOutput.out("\(identity) expires at \(made.expires.formatted(.iso8601))")
    }
}
