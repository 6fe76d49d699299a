import API
import ArgumentParser
import Foundation
import Model
import Reports

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the commits that were taken up, and what came of each.",
        discussion: """
            With a commit (the first digits of its id): what happened to each object on behalf of it. With an object: \
            what happened to it, commit by commit. It reaches back as far as events are kept.
            """)

    /// All that history keeps.
    private static let eventLimit = 10_000

    @Argument(help: ArgumentHelp("An object, or a commit.", valueName: "kind/name|commit"))
    var name: String?

    @Option(help: ArgumentHelp("At most so many commits, the newest ones.", valueName: "count"))
    var limit = 20

    @Option(name: .shortAndLong, help: ArgumentHelp("The namespace of the object.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var documentOptions: DocumentOptions
    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit is a count from 1.") }
    }

    func run() async throws {
        let object = try name.flatMap { name -> ObjectIdentity? in
            guard name.contains("/") else { return nil }
            guard case .object(let identity) = try Subject(name, namespace: namespace) else {
                throw ValidationError("`\(name)` is neither an object nor a commit.")
            }
            return identity
        }
        let state = try await StateAccess.open(stateOptions)
        let events = try await state.events(object: nil, after: nil, limit: Self.eventLimit).items.map(\.event)
        let verdicts = try await state.runs(suite: nil).items.compactMap { run in
            run.verdict.map { (key: run.key, verdict: $0) }
        }
        let history = CommitHistory(events: events, verdicts: verdicts)
        var entries = Array(history.entries.prefix(limit))
        if let name, object == nil {
            guard let entry = history.entry(of: name) else { throw HistoryError.noSuchCommit(name) }
            entries = [entry]
        }
        let format = documentOptions.output
        let style = documentOptions.style
        if format.isDocument {
            TerminalOutput.out(try format.document(CommitHistory.document(entries)))
        } else if let object {
            TerminalOutput.out(HistoryReport.text(of: object, in: entries, now: Date(), style: style))
        } else if name != nil, let entry = entries.first {
            TerminalOutput.out(HistoryReport.text(of: entry, now: Date(), style: style))
        } else {
            TerminalOutput.out(HistoryReport.text(entries, now: Date(), style: style))
        }
    }
}

/// Why no history is shown.
enum HistoryError: Error, CustomStringConvertible {
    case noSuchCommit(String)

    var description: String {
        switch self {
        case .noSuchCommit(let digits):
            "no single commit that begins with `\(digits)` was taken up: `rondo history` lists them"
        }
    }
}
