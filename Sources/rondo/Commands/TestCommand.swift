import ArgumentParser

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run test suites by hand, and read what other tools report.",
        subcommands: [TestRunCommand.self, TestResultsCommand.self, TestArtifactsCommand.self])
}
