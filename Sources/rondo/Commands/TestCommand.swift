import ArgumentParser

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run test suites by hand.", subcommands: [TestRunCommand.self])
}
