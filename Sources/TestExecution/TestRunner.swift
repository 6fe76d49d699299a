import Foundation
package import HTTPTransport
package import Model
import TestLanguage

/// Runs one attempt of one test and says what came of it; whatever goes wrong is an outcome, never an error.
package struct TestRunner: Sendable {
    private let http: HTTPClient
    private let clock: any WallClock
    private let searchPath: String
    private let machine: Machine

    /// - Parameters:
    ///   - searchPath: the `PATH` of commands; the only thing they get of this process's environment.
    ///   - machine: what containers and sandboxes are made with.
    package init(
        http: HTTPClient, clock: any WallClock = SystemWallClock(),
        searchPath: String? = ProcessInfo.processInfo.environment["PATH"], machine: Machine = .bare
    ) {
        self.machine = machine
        self.http = http
        self.clock = clock
        self.searchPath = searchPath ?? "/usr/local/bin:/usr/bin:/bin"
    }

    /// Cancelling the task ends the attempt as `cancelled`.
    ///
    /// - Parameter log: gets what a command prints as it comes, and a line for each exchange; everything of it before
    ///   this returns.
    /// - Parameter cases: gets what the reports of a command tell, some at a time; all of it before this returns.
    package func run(_ work: TestWork, log: LogSink? = nil, cases: CaseSink? = nil) async -> TaskResult {
        let startedAt = clock.now()
        let start = ContinuousClock.now
        let secrets = Redactor(work.secrets.map { $0.reveal() })
        let report: AttemptReport
        // What a masked capture will find is not known before the end.
        var isStreamed = !work.definition.settings.capture.values.contains(where: \.redact)
        do {
            let scope = AttemptReferences(captures: work.captures, attempt: work.attempt).scope
            let definition = try Self.resolve(work, scope)
            if let missing = definition.missingAbility { throw missing }
            let settings = definition.settings
            let claims = Claims(settings, scope: scope)
            switch definition.body {
            case .rest(let request):
                report = await RequestStep(
                    request: request, claims: claims, timeout: settings.timeout,
                    variables: work.captures, scratch: work.scratch, http: http, redactor: secrets, clock: clock
                ).run()
            case .graphql(let request):
                report = await GraphQLAttempt(
                    request: request, claims: claims, timeout: settings.timeout, variables: work.captures,
                    scratch: work.scratch, http: http, redactor: secrets, clock: clock
                ).run()
            case .command(let command):
                report = await CommandAttempt(
                    command: command, settings: settings, captures: work.captures, scratch: work.scratch,
                    searchPath: searchPath,
                    redactor: secrets, live: isStreamed ? log.map { LiveLog(redactor: secrets, sink: $0) } : nil,
                    claims: claims, cases: cases, placing: try machine.placing(of: settings.isolation)
                ).run()
            case .container(let container):
                report = await CommandAttempt(
                    command: container.command, settings: settings, captures: work.captures, scratch: work.scratch,
                    searchPath: searchPath,
                    redactor: secrets, live: isStreamed ? log.map { LiveLog(redactor: secrets, sink: $0) } : nil,
                    claims: claims, cases: cases, placing: try machine.placing(image: container.image)
                ).run()
            case .integration(let spec):
                isStreamed = isStreamed && !spec.capturesSecrets
                report = await IntegrationAttempt(
                    spec: spec, settings: settings, captures: work.captures, base: scope,
                    executor: LocalStepExecutor(
                        settings: settings, scratch: work.scratch, http: http, clock: clock, searchPath: searchPath,
                        placing: try machine.placing(of: settings.isolation), log: isStreamed ? log : nil, cases: cases),
                    redactor: secrets, log: log
                ).run()
            case .security(let spec):
                report = await SecurityAttempt(
                    spec: spec, settings: settings, scratch: work.scratch, http: http, now: startedAt,
                    redactor: secrets, log: log
                ).run()
            case .performance: throw MissingAbility()
            }
        } catch {
            report = AttemptReport(
                outcome: .errored, message: "the test can't be made ready: \(error)", redactor: secrets)
        }
        let result = report.result(startedAt: startedAt, duration: (ContinuousClock.now - start).rounded)
        if let log { Self.tell(result, withOutput: !isStreamed, to: log) }
        return result
    }

    /// What of a finished attempt was not told while it ran; all of it is masked by now.
    private static func tell(_ result: TaskResult, withOutput: Bool, to log: LogSink) {
        if let exchange = result.exchange { _ = log(.rondo, exchange.logLine + "\n") }
        guard withOutput else { return }
        for output in [result.output].compactMap(\.self) + (result.steps ?? []).compactMap(\.output) {
            if !output.stdout.isEmpty { _ = log(.stdout, output.stdout) }
            if !output.stderr.isEmpty { _ = log(.stderr, output.stderr) }
        }
    }

    /// Everything but what may name what the test itself captures: what it expects, and the steps of an integration test.
    private static func resolve(_ work: TestWork, _ scope: Scope) throws -> TestDefinition {
        let resolver = TreeResolver([.run], scope: scope)
        var definition = work.definition
        definition.settings.expect = Expectation()
        definition.settings.assert = []
        switch definition.body {
        case .integration: definition.settings = try resolver.resolve(definition.settings)
        case .rest, .graphql, .command, .performance, .security, .container:
            definition = try resolver.resolve(definition)
        }
        definition.settings.expect = work.definition.settings.expect
        definition.settings.assert = work.definition.settings.assert
        return definition
    }
}

extension Duration {
    /// To whole milliseconds, as results keep it.
    var rounded: TimeSpan { TimeSpan(milliseconds: Int64((self / .milliseconds(1)).rounded())) }
}
