import ArgumentParser
import Foundation
import Model
import Worker

struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Run tasks for a controller; what an instance boots into.",
        discussion: """
            The boot folder holds boot.json with a one-time join token; a controller writes it when it creates an \
            instance. The worker ends itself when no controller has answered for 10 minutes.
            """)

    @Option(help: ArgumentHelp("The instance's folder with boot.json.", valueName: "dir"))
    var boot: String

    @Option(help: .hidden)
    var selfEnd = SpanArgument(.minutes(10))

    func run() async throws {
        let agent = WorkerAgent(
            bootFolder: URL(filePath: boot, directoryHint: .isDirectory), version: Rondo.version,
            selfEnd: selfEnd.duration)
        try await untilSignal { try await agent.run() }
    }
}
