import API
import ArgumentParser
import Foundation
import Model
import Reports

struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Let deletions happen that are held.",
        discussion: """
            `rondo plan`, `rondo get` and the controller's own output show the hash beside what is held. It stands for \
            exactly those deletions of that commit: nothing else is let go, a newer commit has another hash, and after \
            24 h what was not carried out is held again.
            """)

    @Argument(help: ArgumentHelp("The approval hash, 8 digits of it or more.", valueName: "hash"))
    var hash: String

    @Option(help: ArgumentHelp("Who approves (default: the user's name).", valueName: "name"))
    var by: String?

    @OptionGroup var documentOptions: DocumentOptions
    @OptionGroup var stateOptions: StateOptions

    func validate() throws {
        let isHash = (8...64).contains(hash.utf8.count) && hash.allSatisfy { $0.isASCII && $0.isHexDigit }
        guard isHash else { throw ValidationError("`\(hash)` is no approval hash: it has 8 to 64 hexadecimal digits.") }
    }

    func run() async throws {
        guard let client = try await StateAccess.answering(stateOptions) else {
            throw ReadingError.approvalWithoutController(stateOptions.path)
        }
        let approval = try await client.approve(ApprovalRequest(hash: hash, by: by ?? Self.user))
        let format = documentOptions.output
        TerminalOutput.out(
            format.isDocument
                ? try format.document(approval)
                : ApprovalReport.text(approval, now: Date(), style: documentOptions.style))
    }

    private static var user: String {
        let name = NSUserName()
        return name.isEmpty ? "unknown" : name
    }
}
