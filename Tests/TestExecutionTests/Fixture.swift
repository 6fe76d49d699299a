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

    /// httpbin, an OAuth server of oauthlib, and botocore as the judge of AWS signatures.
    static let counterpart = Result {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return try FixtureServer(
            script: tests.appending(path: "Fixtures/counterpart_server.py"), python: CounterpartPython.url)
    }

    /// A request as a manifest writes it, in JSON; `COUNTERPART` stands for that server's address.
    static func request(_ json: String) throws -> RestRequest {
        let defaults: [String: JSONValue] = [
            "method": .string("GET"), "query": .object([:]), "headers": .object([:]), "followRedirects": .bool(false),
        ]
        let text = json.replacing("COUNTERPART", with: try counterpart.get().url(""))
        guard case .object(let members) = try JSONParser.parse(Array(text.utf8)) else { return RestRequest() }
        return try TreeDecoder.decode(
            RestRequest.self, from: .object(defaults.merging(members) { $1 }))
    }

    /// Runs one attempt of a test in a scratch folder of its own.
    static func run(
        _ body: TestBody, expect: Expectation = Expectation(), assert: [String] = [], capture: [String: Capture] = [:],
        env: [String: String] = [:], timeout: TimeSpan = .seconds(60), captures: [String: JSONValue] = [:],
        attempt: Int = 1, secrets: [String] = [], files: [String: Data] = [:], log: LogSink? = nil,
        cases: CaseSink? = nil
    ) async throws -> TaskResult {
        let scratch = try TemporaryDirectory()
        for (path, data) in files {
            let file = scratch.url.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: file)
        }
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
