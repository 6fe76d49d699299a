import API
import ArgumentParser
import Foundation
import Model
import Reports

struct SealKeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "List the sealing keys, the newest first.",
        discussion: "Values are sealed to the current one; the others open what was sealed to them.")

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let keys = try await StateAccess.secrets(stateOptions).sealingKeys()
        TerminalOutput.out(try SealingKeyPrinter.text(keys, outputOptions))
    }
}

/// Prints sealing keys as a listing.
enum SealingKeyPrinter {
    static func text(_ keys: ListResource<SealingKeyFacts>, _ options: OutputOptions) throws -> String {
        if options.output.isDocument { return try options.output.document(keys) }
        return try Listing.text(
            keys.items.map { SealingKeyRow($0) }, format: options.output, now: Date(), headers: !options.noHeaders,
            style: options.style)
    }
}
