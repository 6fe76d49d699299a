import API
import ArgumentParser
import Controller
import Foundation
import Model
import Reports

/// `rondo leaks` without a verb.
struct LeaksListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List unmanaged instances (what `rondo leaks` alone does).")

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let leaks = try await StateAccess.open(stateOptions).leaks()
        let format = outputOptions.output
        switch format {
        case .json, .yaml: TerminalOutput.out(try format.document(leaks))
        case .name: if !leaks.items.isEmpty { TerminalOutput.out(leaks.items.map { "\($0.id)\n" }.joined()) }
        case .table, .wide:
            TerminalOutput.out(
                LeakReport.text(
                    leaks.items, now: Date(), wide: format == .wide, headers: !outputOptions.noHeaders,
                    state: stateOptions.asTyped, style: outputOptions.style))
        }
        if !leaks.items.isEmpty { throw ExitCode(ExitStatus.notAsDesired.rawValue) }
    }
}
