import API
import ArgumentParser
import Controller
import Foundation
import Model

struct WaitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wait", abstract: "Wait until a commit, or a newer one that contains it, is carried out.",
        discussion: """
            For any CI: push, then wait. Exits 0 when everything is as that commit wants it, tests included; 1 when it \
            is carried out and not as desired, for example since a test failed or a deletion is held; 2 when the time \
            is over, the source can't be read or is pinned elsewhere, or something is Stalled.
            """)

    @Option(help: ArgumentHelp("The commit, as a whole id.", valueName: "sha"))
    var commit: String

    @Option(help: ArgumentHelp("The source, where there are several.", valueName: "name"))
    var source: String?

    @Option(help: ArgumentHelp("How long to wait at most.", valueName: "duration"))
    var timeout = SpanArgument(.minutes(10))

    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let client = try await StateAccess.controller(stateOptions)
        // Nobody who has just pushed wants to wait for the interval.
        let before = try await client.reconcile(ReconcileRequest(object: nil, withSource: true))
        let read = Set(source.map { [$0] } ?? before.sources.map(\.name))
        let waiting = OutcomeWait(client: client, limit: timeout.duration)
        let outcome = try await waiting.outcome { progress in
            let standing = try await client.standing(of: commit, source: source).standing
            switch standing {
            case .unseen:
                if let pin = progress.sources.filter({ read.contains($0.name) }).lazy.compactMap(\.pin).first {
                    return .failed(
                        "source `\(pin.source)` is \(pin): \(commit) is not carried out before `rondo unpin`")
                }
                return .underWay("\(commit) has not been seen")
            case .inForce, .contained, .replaced:
                // A settled pass of before says nothing of what was pushed since.
                // Asked after the standing, so that it is not about a pass before that commit was taken up.
                let now = try await client.progress()
                guard now.hasPassed(before) else { return .underWay("it has not looked yet") }
                return try await waiting.outcome(of: nil, now)
            }
        }
        try outcome.tell()
    }
}
