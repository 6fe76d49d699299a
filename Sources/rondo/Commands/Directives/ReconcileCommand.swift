import API
import ArgumentParser
import Controller
import Foundation
import Model

struct ReconcileCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile", abstract: "Ask the controller to look now, at everything or at one object.",
        discussion: """
            What failed and waits to be tried again is tried at once. With --wait it exits 0 when the object (or \
            everything) is as desired, 1 when it is settled and not so, 2 when the time is over, the source can't be \
            read, or something is Stalled, which ends the wait at once.
            """)

    @Argument(help: ArgumentHelp("One object, by kind and name (default: everything).", valueName: "kind/name"))
    var object: String?

    @Flag(help: "Read the source anew first.")
    var withSource = false

    @Flag(help: "Wait for the outcome.")
    var wait = false

    @Option(help: ArgumentHelp("How long to wait at most.", valueName: "duration"))
    var timeout = SpanArgument(.minutes(10))

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let identity = try object.map { try ObjectArgument.identity($0, namespace: namespace) }
        let client = try await StateAccess.controller(stateOptions)
        let before = try await client.reconcile(ReconcileRequest(object: identity, withSource: withSource))
        guard wait else {
            TerminalOutput.out("the controller looks at \(identity.map { "\($0)" } ?? "everything") now")
            return
        }
        let owner = try await source(of: identity, client)
        let sources = withSource ? Set(owner.map { [$0] } ?? before.sources.map(\.name)) : []
        let waiting = OutcomeWait(client: client, limit: timeout.duration)
        let outcome = try await waiting.outcome { progress in
            guard progress.hasPassed(before, reading: sources) else { return .underWay("it has not looked yet") }
            return try await waiting.outcome(of: identity, progress)
        }
        try outcome.tell()
    }

    private func source(of identity: ObjectIdentity?, _ client: APIClient) async throws -> String? {
        guard let identity else { return nil }
        do {
            return try await client.object(identity).metadata.source
        } catch .notFound {
            return nil
        }
    }
}
