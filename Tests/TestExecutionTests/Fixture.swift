import Foundation
import HTTPTransport
import Model
import TestExecution
import TestLanguage
import TestSupport

/// What the suites of this module share.
enum Fixture {
    static let server = Result {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try FixtureServer(script: tests.appending(path: "Fixtures/web_server.py"))
    }

    static func url(_ path: String) throws -> String { try server.get().url(path) }

    static let http = HTTPClient()

    /// Runs one attempt of a test in a scratch folder of its own.
    static func run(
        _ body: TestBody, expect: Expectation = Expectation(), assert: [String] = [], capture: [String: Capture] = [:],
        env: [String: String] = [:], timeout: TimeSpan = .seconds(60), captures: [String: JSONValue] = [:],
        attempt: Int = 1, secrets: [String] = [], log: LogSink? = nil, cases: CaseSink? = nil
    ) async throws -> TaskResult {
        let scratch = try TemporaryDirectory()
        let settings = TestSettings(
            name: "test", timeout: timeout, env: env, expect: expect, assert: try assert.map(AssertionParser.parse),
            capture: capture)
        return await TestRunner(http: http).run(
            TestWork(
                definition: TestDefinition(settings: settings, body: body), captures: captures, attempt: attempt,
                secrets: secrets.map { Secret($0) }, scratch: scratch.url), log: log, cases: cases)
    }

    static func sh(
        _ script: String, stdin: String? = nil, exitCodes: ExitCodes = ExitCodes(), reports: CommandReports? = nil
    ) -> TestBody {
        .command(CommandSpec(run: [script], shell: true, stdin: stdin, exitCodes: exitCodes, reports: reports))
    }

    static func get(_ path: String) throws -> TestBody { .rest(RestRequest(url: try url(path))) }
}
