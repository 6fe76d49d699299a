import ArgumentParser

struct SecretCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Keep secrets in the controller's encrypted store.",
        discussion: """
            Manifests name them as `store:NAME`, each within its own namespace. Asks the controller of the state folder, \
            or works on the folder when none runs. Values go in and never come out.
            """,
        subcommands: [SecretSetCommand.self, SecretListCommand.self, SecretDeleteCommand.self])
}
