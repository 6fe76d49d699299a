import ArgumentParser

struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "Show what differs from git without a commit having asked for it.",
        usage: """
            rondo drift [--since <duration>] [--environment <name>] [-n <namespace>] [-o <format>] [--refresh]
            rondo drift --from <file> -o <format>
            rondo drift accept [<kind/name>] [--to <dir>] [--branch <name>]
            """,
        discussion: """
            Lists open findings and those that ended lately: what should be, what is, since when, and what is done about \
            it. As table, json, yaml, markdown, html (one file with a timeline), csv, junit or sarif. Exits 0 when nothing \
            is open, 1 when something is, 2 when it could not be told. `rondo drift accept` writes the change to make in \
            git for what is to stay as it is.
            """,
        subcommands: [DriftShowCommand.self, DriftAcceptCommand.self], defaultSubcommand: DriftShowCommand.self)
}
