import ArgumentParser

struct SealRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Make a new sealing key.",
        discussion: """
            Values are sealed to it from now on. What was sealed to the others still opens, so nothing in git has to \
            change at once; commit the new public key where the old one is (`rondo seal --print-key`).
            """)

    @OptionGroup var outputOptions: OutputOptions
    @OptionGroup var stateOptions: StateOptions

    func run() async throws {
        let keys = try await StateAccess.secrets(stateOptions).rotateSealingKey()
        TerminalOutput.out(try SealingKeyPrinter.text(keys, outputOptions))
    }
}
