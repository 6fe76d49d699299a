import API
import ArgumentParser
import Clouds
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
        let bootDirectory = URL(filePath: boot, directoryHint: .isDirectory)
        let environment = ProcessInfo.processInfo.environment
        let machine = await Machine.find(
            environment: environment, installation: InstanceEnvironment.installation(in: environment) ?? "none",
            hidden: [Self.hidden(around: bootDirectory)],
            scratch: bootDirectory.appending(path: "scratch", directoryHint: .isDirectory))
        let runner = TestRunner(http: http, machine: machine)
        let agent = WorkerAgent(
            options: WorkerOptions(
                bootDirectory: bootDirectory, version: Rondo.version, selfEnd: selfEnd.duration,
                machine: machine.abilities),
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

    /// What no sandboxed test may see: the whole state folder where the instance's folder is in one.
    private static func hidden(around boot: URL) -> URL {
        let boot = boot.standardizedFileURL
        let parent = boot.deletingLastPathComponent()
        return parent.lastPathComponent == "instances" ? parent.deletingLastPathComponent() : boot
    }
}
