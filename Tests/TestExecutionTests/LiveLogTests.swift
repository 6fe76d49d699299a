import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// What an attempt tells while it runs.
struct LiveLogTests {
    private struct Line: Hashable, Sendable {
        let stream: LogChunk.Stream
        let text: String

        init(_ stream: LogChunk.Stream, _ text: String) {
            self.stream = stream
            self.text = text
        }
    }

    private func run(
        _ body: TestBody, capture: [String: Capture] = [:], secrets: [String] = [], timeout: TimeSpan = .seconds(60),
        wants: @escaping @Sendable (Int) -> Bool = { _ in true }
    ) async throws -> (lines: [Line], result: TaskResult) {
        let lines = Recorder<Line>()
        let result = try await Fixture.run(body, capture: capture, timeout: timeout, secrets: secrets) { stream, text in
            lines.record(Line(stream, text))
            return wants(lines.all.count)
        }
        return (lines.all, result)
    }

    @Test func linesComeWhileTheCommandRuns() async throws {
        let folder = try TemporaryDirectory()
        let gate = folder.path("gate")
        let lines = Recorder<String>()
        let task = Task {
            try await Fixture.run(Fixture.sh("echo first; while [ ! -e \(gate) ]; do sleep 0.02; done; echo last")) {
                lines.record($1)
                return true
            }
        }
        #expect(await eventually { lines.all == ["first\n"] })
        try Data().write(to: URL(filePath: gate))
        #expect(try await task.value.outcome == .passed)
        #expect(lines.all == ["first\n", "last\n"])
    }

    @Test func bothOutputsAreToldApart() async throws {
        let (lines, result) = try await run(Fixture.sh("echo out; sleep 0.1; echo err >&2; sleep 0.1; printf end"))
        #expect(lines == [Line(.stdout, "out\n"), Line(.stderr, "err\n"), Line(.stdout, "end")])
        #expect(result.output?.stdout == "out\nend")
    }

    @Test func aSecretInTwoWritesIsMasked() async throws {
        let (lines, result) = try await run(
            Fixture.sh("printf 'pin=hun'; sleep 0.2; echo 'ter2-and more'; printf hunter2"), secrets: ["hunter2"])
        #expect(lines.map(\.text).joined() == "pin=***-and more\n***")
        #expect(result.output?.stdout == "pin=***-and more\n***")
    }

    @Test func whatOnlyLookedLikeASecretIsToldAtTheEnd() async throws {
        let (lines, _) = try await run(Fixture.sh("printf 'the hunter'"), secrets: ["hunter2"])
        #expect(lines == [Line(.stdout, "the hunter")])
    }

    @Test func withAMaskedCaptureNothingIsToldBeforeTheEnd() async throws {
        let folder = try TemporaryDirectory()
        let gate = folder.path("gate")
        let lines = Recorder<Line>()
        let capture = ["token": Capture(from: .stdout, redact: true)]
        let task = Task {
            try await Fixture.run(
                Fixture.sh(
                    "printf secret-token; echo started > \(gate).1; while [ ! -e \(gate) ]; do sleep 0.02; done"),
                capture: capture
            ) {
                lines.record(Line($0, $1))
                return true
            }
        }
        #expect(await eventually { FileManager.default.fileExists(atPath: "\(gate).1") })
        try await Task.sleep(for: .milliseconds(100))
        #expect(lines.all.isEmpty)
        try Data().write(to: URL(filePath: gate))
        let result = try await task.value
        #expect(lines.all == [Line(.stdout, "***")])
        #expect(result.output?.stdout == "***")
    }

    @Test func anExchangeIsALine() async throws {
        let (lines, result) = try await run(Fixture.get("/echo?token=hunter2"), secrets: ["hunter2"])
        let line = try #require(lines.first)
        let url = try Fixture.url("/echo?token=***")
        #expect(lines.count == 1 && line.stream == .rondo)
        #expect(line.text.hasPrefix("GET \(url) → \(result.exchange?.status ?? 0) in "))
        #expect(line.text == result.exchange.map { $0.logLine + "\n" })
    }

    @Test func anExchangeWithoutAnAnswerIsALineToo() async throws {
        let (lines, _) = try await run(.rest(RestRequest(url: "http://127.0.0.1:1/")))
        #expect(lines == [Line(.rondo, "GET http://127.0.0.1:1/ → no response\n")])
    }

    @Test func nothingIsToldAnyMoreOnceNobodyWantsIt() async throws {
        let (lines, result) = try await run(Fixture.sh("seq 1 1000"), wants: { $0 < 3 })
        #expect(lines.map(\.text) == ["1\n", "2\n", "3\n"])
        #expect(result.output?.stdout.hasSuffix("1000\n") == true)
    }

    @Test func whatWasPrintedBeforeATimeoutIsTold() async throws {
        let (lines, result) = try await run(Fixture.sh("printf waiting; sleep 60"), timeout: .milliseconds(300))
        #expect(result.outcome == .timedOut)
        #expect(lines == [Line(.stdout, "waiting")])
    }
}
