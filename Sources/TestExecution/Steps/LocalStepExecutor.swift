import Foundation
import HTTPTransport
import Model

/// Sends the requests and runs the programs of an integration test on this machine.
struct LocalStepExecutor: StepExecutor {
    /// Of the test: the environment of its programs.
    let settings: TestSettings
    let scratch: URL
    let http: HTTPClient
    let clock: any WallClock
    let searchPath: String
    /// Where its programs run.
    var placing = CommandPlacing.process
    /// nil when what programs print is not told before everything to be masked is known.
    let log: LogSink?
    /// Takes the cases that reports of its programs tell.
    var cases: CaseSink?
    /// One session for all steps of an attempt.
    private let jar = HTTPCookieJar()

    func run(_ work: StepWork) async -> AttemptReport {
        switch work.action {
        case .request(let request):
            return await RequestStep(
                request: request, claims: work.claims, timeout: work.timeout, variables: work.variables,
                scratch: scratch, http: http, redactor: work.redactor, clock: clock, jar: jar
            ).run()
        case .command(let command):
            let own = TestSettings(
                name: settings.name, timeout: work.timeout, env: settings.env, expect: work.claims.expect,
                assert: work.claims.assert, capture: work.claims.capture)
            return await CommandAttempt(
                command: command, settings: own, captures: work.variables, scratch: scratch, searchPath: searchPath,
                redactor: work.redactor, live: log.map { LiveLog(redactor: work.redactor, sink: $0) },
                claims: work.claims, cases: cases, placing: placing
            ).run()
        }
    }

    func items(of path: String) throws(LoopItemsError) -> [JSONValue] {
        let bytes: [UInt8]
        do { bytes = try ScratchFiles(folder: scratch).contents(of: path) } catch {
            throw .unreadable(path, error.reason)
        }
        return try LoopItems.items(of: bytes, path: path)
    }
}
