import Foundation
import Model
import TestExecution
import TestSupport
import Testing

/// Waiting, which is no new attempt.
struct PollTests {
    private func run(
        _ path: String, _ poll: String, assert: [String], timeout: TimeSpan = .seconds(60)
    ) async throws -> TaskResult {
        let url = path.hasPrefix("http") ? path : try Fixture.url(path)
        return try await Fixture.run(
            .rest(try Fixture.request(#"{"url":"\#(url)","poll":\#(poll)}"#)), assert: assert, timeout: timeout)
    }

    /// Breaks when polling ends at the first answer, or goes on when all holds.
    @Test func aRequestIsSentUntilAllHolds() async throws {
        let result = try await run(
            "/count/\(UUID())", #"{"every":"1ms","for":"1m"}"#, assert: ["status == 200", "json $.count >= 4"])
        #expect(result.outcome == .passed)
        #expect(result.exchange?.polls == 4)
        #expect(result.failures.isEmpty)
        #expect(result.exchange?.logLine.hasSuffix(", 4 polls") == true)
    }

    /// Breaks when the failures of earlier polls are kept.
    @Test func whatTheLastPollFoundIsTheResult() async throws {
        let result = try await run(
            "/count/\(UUID())", #"{"every":"2s","for":"10s"}"#, assert: ["json $.count < 0", "status == 200"])
        #expect(result.outcome == .failed)
        let polls = try #require(result.exchange?.polls)
        #expect(polls > 1)
        #expect(result.failures.count == 1)
        // The last one may have been cut off by the end.
        let found = try #require(result.failures.first?.actual)
        #expect(["\(polls)", "\(polls - 1)"].contains(found))
        #expect(result.message == "json $.count: expected < 0, got \(found) (still so after \(polls) polls)")
        #expect(result.exchange?.status == 200)
        #expect(result.exchange?.curl.hasPrefix("curl ") == true)
    }

    @Test func aServerThatIsNotThereYetIsWaitedFor() async throws {
        let port = LoopbackPort.free()
        let directory = try TemporaryDirectory()
        async let result = run("http://127.0.0.1:\(port)/", #"{"every":"5ms","for":"1m"}"#, assert: ["status == 200"])
        let server = try await Self.start(port, in: directory.url)
        #expect(try await result.outcome == .passed)
        withExtendedLifetime(server) {}
        let none = try await run("http://127.0.0.1:1/", #"{"every":"200ms","for":"100ms"}"#, assert: [])
        #expect(none.outcome == .failed)
        #expect(none.message == "cannot connect to 127.0.0.1:1: connection refused (still so after 1 poll)")
        #expect(none.exchange?.polls == 1)
    }

    private static func start(_ port: Int, in folder: URL) async throws -> RunningServer {
        let here = folder.path(percentEncoded: false)
        return try RunningServer(
            "python3", ["-m", "http.server", "--bind", "127.0.0.1", "--directory", here, "\(port)"], ports: [port])
    }

    @Test func theTestsTimeIsTheLastWord() async throws {
        let result = try await run(
            "/status/503", #"{"every":"30ms","for":"1m"}"#, assert: ["status == 200"], timeout: .seconds(2))
        #expect(result.outcome == .timedOut)
        #expect(result.failures.map(\.actual) == ["503"])
        let hangs = try await run(
            "/hang", #"{"every":"30ms","for":"1m"}"#, assert: ["status == 200"], timeout: .milliseconds(200))
        #expect(hangs.outcome == .timedOut)
        let given = try await run("/hang", #"{"every":"30ms","for":"200ms"}"#, assert: ["status == 200"])
        #expect(given.outcome == .failed)
        #expect(given.message?.contains("no answer from") == true)
    }

    @Test func whatCannotBeSentIsNotSentAgain() async throws {
        let result = try await run("ftp://127.0.0.1/", #"{"every":"1ms","for":"1m"}"#, assert: [])
        #expect(result.outcome == .errored)
        #expect(result.exchange?.polls == 1)
    }

    @Test func cancellingEndsThePause() async throws {
        let url = try Fixture.url("/count/cancelled-poll")
        let task = Task { try await run(url, #"{"every":"40s","for":"50s"}"#, assert: ["status == 500"]) }
        let hasBegun = try await eventually {
            let seen = try await Fixture.run(.rest(RestRequest(url: url)), assert: ["json $.count > 1"])
            return seen.outcome == .passed
        }
        #expect(hasBegun)
        task.cancel()
        #expect(try await task.value.outcome == .cancelled)
    }

    /// Each sending is a span of its own in one trace.
    @Test func everyPollIsTraced() async throws {
        let traces = Recorder<String>()
        let server = try LoopbackServer { request in
            traces.record(request.headers["traceparent"] ?? "")
            return LoopbackServer.Response(status: 200, body: Data("{\"count\":\(traces.all.count)}".utf8))
        }
        defer { server.stop() }
        let result = try await run(server.url, #"{"every":"1ms","for":"1m"}"#, assert: ["json $.count >= 3"])
        #expect(result.exchange?.polls == 3)
        #expect(traces.all.last == result.exchange?.trace)
        #expect(Set(traces.all).count == 3)
        #expect(Set(traces.all.map { $0.split(separator: "-").dropFirst().first }).count == 1)
    }
}
