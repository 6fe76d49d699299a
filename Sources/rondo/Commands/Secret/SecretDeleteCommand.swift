import ArgumentParser
import Model

struct SecretDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Forget a value; tests that need it are errored from then on.")

    @OptionGroup var secret: SecretName
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        try await StateAccess.secrets(stateOptions).delete(named: secret.name, in: secret.namespace)
        TerminalOutput.out("store:\(secret.name) of namespace \(secret.namespace) deleted")
    }
}
