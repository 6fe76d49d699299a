import API
import ArgumentParser
import Foundation
import Model
import Reports

struct SecretListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what is in the store, never a value.")

    @Option(name: .shortAndLong, help: ArgumentHelp("Only this namespace.", valueName: "namespace"))
    var namespace: String?

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let secrets = try await StateAccess.secrets(stateOptions).secrets(namespace: namespace)
        let format = outputOptions.output
        guard !format.isDocument else {
            TerminalOutput.out(try format.document(secrets))
            return
        }
        let text = try Listing.text(
            secrets.items.map { StoredSecretRow($0) }, format: format, now: Date(),
            headers: !outputOptions.noHeaders, style: outputOptions.style)
        if !text.isEmpty {
            TerminalOutput.out(text)
        } else if format != .name {
            TerminalOutput.out("No secrets.")
        }
    }
}
