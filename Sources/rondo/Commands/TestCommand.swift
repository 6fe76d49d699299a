import ArgumentParser

struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run test suites by hand, read what other tools report, and import their tests.",
        subcommands: [
            TestRunCommand.self, TestRerunCommand.self, TestResultsCommand.self, TestArtifactsCommand.self,
            TestImportCommand.self,
        ])
}
