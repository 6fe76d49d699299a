import ArgumentParser

struct LeaksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leaks", abstract: "List instances that Rondo made and that belong to no object.",
        usage: """
            rondo leaks [-o <format>]
            rondo leaks delete <id> … [--force]
            """,
        discussion: """
            Such an instance carries this installation's tag, and neither git nor what was applied knows its object. None \
            is deleted by itself: delete it, or adopt it with `rondo import`. Exits 0 when there is none, 1 when there is \
            one, 2 when it could not be told.
            """,
        subcommands: [LeaksListCommand.self, LeaksDeleteCommand.self], defaultSubcommand: LeaksListCommand.self)
}
