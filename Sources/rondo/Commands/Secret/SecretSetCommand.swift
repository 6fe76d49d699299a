import ArgumentParser
import Model

struct SecretSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Keep a value, in place of the one that has its name.",
        discussion: "Reads the value from standard input, or asks for it without showing it.")

    @OptionGroup var secret: SecretName
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let keeper = try await StateAccess.secrets(stateOptions)
        let value = try SecretInput.read(prompt: "Value of \(secret.name) in namespace \(secret.namespace)")
        let stored = try await keeper.set(value, named: secret.name, in: secret.namespace)
        TerminalOutput.out(
            "store:\(stored.name) of namespace \(stored.namespace) \(stored.version == 1 ? "kept" : "replaced"), "
                + "version \(stored.version)")
    }
}

/// Which secret of the store a command is about.
struct SecretName: ParsableArguments {
    @Argument(help: "What manifests name it by, as `store:NAME`.")
    var name: String

    @Option(
        name: [.customShort("n"), .customLong("namespace")],
        help: ArgumentHelp("The namespace that may use it.", valueName: "namespace"))
    var namespace = ObjectIdentity.defaultNamespace

    func validate() throws {
        guard StoredSecret.accepts(name: name) else {
            throw ValidationError("The name of a secret is \(StoredSecret.nameRequirement).")
        }
        guard ObjectIdentity.accepts(label: namespace) else {
            throw ValidationError("`\(namespace)` can't be a namespace: names have a-z, 0-9 and `-`.")
        }
    }
}
