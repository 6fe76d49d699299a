import API
import ArgumentParser
import Foundation
import HTTPTransport
import Logging
import Model
import TestExecution
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
        let http = HTTPClient()
        let runner = TestRunner(http: http)
        let agent = WorkerAgent(
            options: WorkerOptions(
                bootDirectory: URL(filePath: boot, directoryHint: .isDirectory), version: Rondo.version,
                selfEnd: selfEnd.duration),
            logger: Logger(label: "rondo.worker", factory: { StreamLogHandler.standardOutput(label: $0) }),
            http: http
        ) { grant, scratch, sinks in
            await runner.run(
                TestWork(
                    definition: grant.definition, captures: grant.captures, attempt: grant.attempt,
                    secrets: grant.secrets.map { Secret($0) }, scratch: scratch), log: sinks.log,
                cases: sinks.cases)
        }
        try await untilSignal { try await agent.run() }
    }
}
