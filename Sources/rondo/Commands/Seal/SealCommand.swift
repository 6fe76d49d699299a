import ArgumentParser

struct SealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Encrypt a secret so that it may stand in git.",
        usage: """
            rondo seal <kind/name> <field> [-n <namespace>] [--key <file>] [-o yaml]
            rondo seal --scope namespace|installation [-n <namespace>] [--key <file>]
            rondo seal --print-key
            rondo seal keys
            rondo seal rotate
            """,
        discussion: """
            Reads the value from standard input, or asks for it without showing it, and prints the line to put into a \
            manifest. Only the controller can open it, and only in that field of that object: `rondo seal env/dev pin` is \
            for `secrets: {pin: …}` of Environment dev. With a wider scope it opens everywhere in the namespace, or in \
            the installation. The public key comes from --key, else from the controller, else from the state folder.
            """,
        subcommands: [SealValueCommand.self, SealKeysCommand.self, SealRotateCommand.self],
        defaultSubcommand: SealValueCommand.self)
}
