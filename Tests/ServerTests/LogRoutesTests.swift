import API
import Foundation
import Model
import Scheduling
import Store
import TestSupport
import Testing

struct LogRoutesTests {
    /// Runs a body with a run under way whose first test is leased.
    private func withRun(
        tests: [String] = ["a"], _ body: (LogFixture, GrantedTask) async throws -> Void
    ) async throws {
        let fixture = try await LogFixture()
        try await fixture.startRun(tests: tests)
        try await body(fixture, try #require(try await fixture.lease()))
        await fixture.end()
    }

    private func expectError(
        _ matches: (APIError) -> Bool, location: Testing.SourceLocation = #_sourceLocation,
        _ operation: () async throws -> Void
    ) async {
        do {
            try await operation()
            Issue.record("no error was thrown", sourceLocation: location)
        } catch {
            #expect((error as? APIError).map(matches) == true, "\(error)", sourceLocation: location)
        }
    }

    // MARK: Writing

    @Test func whatAWorkerSendsIsReadBack() async throws {
        try await withRun { fixture, task async throws in
            try await fixture.send([LogFixture.chunk(1, "one\n"), LogFixture.chunk(2, "two\n")], of: task)
            try await fixture.send([LogFixture.chunk(2, "two\n"), LogFixture.chunk(3, "three\n")], of: task)
            let page = try await fixture.page()
            #expect(page.items.map(\.chunk.text) == ["one\n", "two\n", "three\n"])
            #expect(page.items.allSatisfy { $0.task == "a" && $0.attempt == 1 && $0.worker.rawValue == "w-1" })
            #expect(page.next == page.items.last?.position && !page.ended)
        }
    }

    @Test func aLeaseThatIsNotTheWorkersIsRefused() async throws {
        try await withRun { fixture, task async throws in
            await expectError({ $0 == .leaseLost }) {
                try await fixture.send([LogFixture.chunk(1)], of: task, as: "w-2")
            }
            #expect(try await fixture.texts().isEmpty)
        }
    }

    @Test func theLastChunkMayComeAfterTheResult() async throws {
        try await withRun(tests: ["a", "b"]) { fixture, task async throws in
            try await fixture.complete(task)
            try await fixture.send([LogFixture.chunk(1)], of: task)
            #expect(try await fixture.texts() == ["line\n"])
        }
    }

    @Test func aHostileWorkerCanNotFillTheDisk() async throws {
        try await withRun { fixture, task async throws in
            let full = String(repeating: "x", count: LogLimits.chunkBytes)
            for first in stride(from: 1, through: 80, by: 8) {
                try await fixture.send((first..<first + 8).map { LogFixture.chunk($0, full) }, of: task)
            }
            let kept = try await fixture.store.logBytes(run: task.run, task: "a", attempt: 1)
            #expect(kept == LogLimits.attemptBytes + LogLimits.chunkBytes)
            for hostile in [
                LogFixture.chunk(0), LogFixture.chunk(-1), LogFixture.chunk(LogLimits.attemptChunks + 1),
                LogFixture.chunk(100, full + "x"),
            ] {
                await expectError({ if case .badRequest = $0 { true } else { false } }) {
                    try await fixture.send([hostile], of: task)
                }
            }
            await expectError({ if case .badRequest = $0 { true } else { false } }) {
                try await fixture.send((1...20).map { LogFixture.chunk($0, full) }, of: task)
            }
        }
    }

    @Test func aStoreThatCanNotKeepTheLogAsksTheWorkerToTryAgain() async throws {
        try await withRun { fixture, task async throws in
            try fixture.store.close()
            await expectError({ if case .server(503, _) = $0 { $0.isTransient } else { false } }) {
                try await fixture.send([LogFixture.chunk(1)], of: task)
            }
        }
    }

    // MARK: Reading

    @Test func pagesGoOnWhereTheLastOneEnded() async throws {
        try await withRun { fixture, task async throws in
            try await fixture.send((1...10).map { LogFixture.chunk($0, "\($0)") }, of: task)
            try await fixture.complete(task)
            #expect(await fixture.runHasEnded())
            var texts: [String] = []
            var position: Int64 = 0
            var hasEnded = false
            while !hasEnded {
                let page = try await fixture.page(after: position, limit: 3)
                #expect(page.items.count == 3 || page.ended, "a full page says that more follows")
                texts += page.items.map(\.chunk.text)
                position = page.next
                hasEnded = page.ended
            }
            #expect(texts == (1...10).map { "\($0)" })
            let behind = try await fixture.page(after: position)
            #expect(behind.items.isEmpty && behind.ended && behind.next == position)
        }
    }

    @Test func aReaderThatWaitsIsWokenByANewLine() async throws {
        try await withRun { fixture, task async throws in
            let reader = Task { try await fixture.page(wait: .seconds(30)) }
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            try await fixture.send([LogFixture.chunk(1)], of: task)
            let page = try await reader.value
            #expect(page.items.count == 1 && !page.ended)
            #expect(start.duration(to: .now) < .seconds(20))
        }
    }

    @Test func aReaderThatWaitsIsWokenByTheEndOfTheRun() async throws {
        try await withRun { fixture, task async throws in
            let reader = Task { try await fixture.page(wait: .seconds(30)) }
            try await Task.sleep(for: .milliseconds(100))
            let start = ContinuousClock.now
            try await fixture.complete(task)
            let page = try await reader.value
            #expect(page.items.isEmpty && page.ended)
            #expect(start.duration(to: .now) < .seconds(20))
        }
    }

    @Test func aWaitEndsWithoutNews() async throws {
        try await withRun { fixture, task async throws in
            let page = try await fixture.page(after: 7, wait: .milliseconds(50))
            #expect(page == LogPage(items: [], next: 7, ended: false))
        }
    }

    @Test func noLineIsLostBetweenLookingAndWaiting() async throws {
        try await withRun { fixture, task async throws in
            let writer = Task {
                for number in 1...100 { try await fixture.send([LogFixture.chunk(number, "\(number)")], of: task) }
                try await fixture.complete(task)
            }
            var texts: [String] = []
            var position: Int64 = 0
            while true {
                let page = try await fixture.page(after: position, wait: .seconds(30))
                texts += page.items.map(\.chunk.text)
                position = page.next
                if page.ended { break }
            }
            try await writer.value
            #expect(texts == (1...100).map { "\($0)" })
        }
    }

    @Test func theLogOfATestEndsWithIt() async throws {
        try await withRun(tests: ["a", "b"]) { fixture, task async throws in
            try await fixture.send([LogFixture.chunk(1)], of: task)
            #expect(try await !fixture.page(task: "a").ended)
            try await fixture.complete(task)
            #expect(try await fixture.page(task: "a").ended)
            #expect(try await fixture.page(task: "a").items.count == 1)
            #expect(try await !fixture.page(task: "b").ended)
            #expect(try await fixture.page(task: "b").items.isEmpty)
            #expect(try await !fixture.page().ended)
        }
    }

    @Test func aRunOrATestThatIsNotThereIsNotFound() async throws {
        try await withRun { fixture, task async throws in
            let isNotFound: (APIError) -> Bool = { if case .notFound = $0 { true } else { false } }
            await expectError(isNotFound) { _ = try await fixture.page(task: "none") }
            await expectError(isNotFound) {
                _ = try await fixture.api.logs(LogQuery(run: RunID(rawValue: "r-none"), wait: .seconds(30)))
            }
            try await fixture.complete(task)
            #expect(await fixture.runHasEnded())
            await expectError(isNotFound) { _ = try await fixture.page(task: "none") }
            #expect(try await fixture.page(task: "a").ended)
        }
    }

    @Test func aRunThatWasAskedForHasALogThatIsStillOpen() async throws {
        try await withRun { fixture, _ async throws in
            let id = RunID(rawValue: "r-asked")
            let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "smoke"), environment: "dev")
            try await fixture.store.saveRunRequests([RunRequest(run: id, key: key, requestedAt: Date())])
            #expect(try await fixture.api.logs(LogQuery(run: id)) == LogPage(items: [], next: 0, ended: false))
        }
    }

    @Test(arguments: ["after=x", "limit=many", "wait=soon", "wait=5", "attempt=first"])
    func aBadQueryIsRefused(_ query: String) async throws {
        try await withRun { fixture, _ async throws in
            let parts = query.split(separator: "=").map(String.init)
            await expectError({ if case .badRequest(let text) = $0 { text.contains(parts[1]) } else { false } }) {
                let _: LogPage = try await fixture.api.get(
                    APIRequest("api", "v1", "runs", "r-1", "logs", query: [(parts[0], parts[1])]))
            }
        }
    }
}
