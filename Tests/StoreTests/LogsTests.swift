import Foundation
import Model
import Store
import TestSupport
import Testing

struct LogsTests {
    private let run = RunID(rawValue: "r-1")
    private let worker = WorkerID(rawValue: "w")

    private func chunk(_ sequence: Int, _ text: String = "line\n", _ stream: LogChunk.Stream = .stdout) -> LogChunk {
        LogChunk(sequence: sequence, time: Fixture.time, stream: stream, text: text)
    }

    @discardableResult
    private func append(
        _ chunks: [LogChunk], to store: Store, run: String = "r-1", task: String = "a", attempt: Int = 1,
        maxBytes: Int = 1_000
    ) async throws -> Int {
        try await store.appendLogs(
            chunks, run: RunID(rawValue: run), task: task, attempt: attempt, worker: worker, maxBytes: maxBytes)
    }

    @Test func entriesComeBackAsTheyWereInTheOrderOfTheirArrival() async throws {
        let fixture = try await Fixture()
        try await append([chunk(1, "a\u{0}é😀\n"), chunk(2, "", .stderr)], to: fixture.store)
        try await append([chunk(1, "b", .rondo)], to: fixture.store, task: "b", attempt: 2)
        try await append([chunk(3)], to: fixture.store)
        try await append([chunk(1, "other")], to: fixture.store, run: "r-2")
        let log = try await fixture.store.logs(run: run, limit: 100)
        #expect(
            log.entries.map(\.chunk) == [
                chunk(1, "a\u{0}é😀\n"), chunk(2, "", .stderr), chunk(1, "b", .rondo), chunk(3),
            ])
        #expect(log.entries.map(\.task) == ["a", "a", "b", "a"])
        #expect(log.entries.map(\.attempt) == [1, 1, 2, 1])
        #expect(log.entries.allSatisfy { $0.run == run && $0.worker == worker })
        #expect(log.entries.map(\.position) == log.entries.map(\.position).sorted())
        #expect(!log.hasMore)
    }

    @Test func whatIsSentTwiceIsKeptOnce() async throws {
        let fixture = try await Fixture()
        #expect(try await append([chunk(1), chunk(2)], to: fixture.store) == 2)
        #expect(try await append([chunk(1, "changed"), chunk(2), chunk(3)], to: fixture.store) == 1)
        let texts = try await fixture.store.logs(run: run, limit: 100).entries.map(\.chunk.text)
        #expect(texts == ["line\n", "line\n", "line\n"])
        #expect(try await append([chunk(1)], to: fixture.store, attempt: 2) == 1)
        #expect(try await append([chunk(1)], to: fixture.store, task: "b") == 1)
    }

    @Test func aTaskAnAttemptOrWhatCameAfterCanBeAskedFor() async throws {
        let fixture = try await Fixture()
        for task in ["a", "b"] {
            for attempt in 1...2 {
                try await append([chunk(1), chunk(2)], to: fixture.store, task: task, attempt: attempt)
            }
        }
        #expect(try await fixture.store.logs(run: run, task: "b", limit: 100).entries.count == 4)
        #expect(try await fixture.store.logs(run: run, task: "b", attempt: 2, limit: 100).entries.count == 2)
        #expect(try await fixture.store.logs(run: run, attempt: 1, limit: 100).entries.count == 4)
        let all = try await fixture.store.logs(run: run, limit: 100).entries
        for (index, entry) in all.enumerated() {
            let rest = try await fixture.store.logs(run: run, after: entry.position, limit: 100).entries
            #expect(rest == Array(all[(index + 1)...]))
        }
    }

    @Test func pagesAreBoundedInEntriesAndInBytes() async throws {
        let fixture = try await Fixture()
        try await append((1...10).map { chunk($0, "0123456789") }, to: fixture.store)
        let store = fixture.store
        let first = try await store.logs(run: run, limit: 4)
        #expect(first.entries.count == 4 && first.hasMore)
        let last = try await store.logs(run: run, after: first.entries.last?.position ?? 0, limit: 6)
        #expect(last.entries.count == 6 && !last.hasMore)
        #expect(try await store.logs(run: run, limit: 100, maxBytes: 30).entries.count == 3)
        let one = try await store.logs(run: run, limit: 100, maxBytes: 1)
        #expect(one.entries.count == 1 && one.hasMore, "one entry is always given")
    }

    @Test func anAttemptCanNotFillTheDisk() async throws {
        let fixture = try await Fixture()
        #expect(try await append([chunk(1, "ééééé")], to: fixture.store, maxBytes: 20) == 1)
        #expect(try await fixture.store.logBytes(run: run, task: "a", attempt: 1) == 10)
        #expect(
            try await append([chunk(2, "12345678901"), chunk(3, "1234567890")], to: fixture.store, maxBytes: 20) == 1)
        #expect(try await append([chunk(4, "1")], to: fixture.store, maxBytes: 20) == 0)
        #expect(try await fixture.store.logBytes(run: run, task: "a", attempt: 1) == 20)
        #expect(try await append([chunk(1, "another attempt")], to: fixture.store, attempt: 2, maxBytes: 20) == 1)
    }

    @Test func theLogsOfRunsThatHistoryForgotAreSwept() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        try await fixture.finish(Fixture.finished("ended"))
        try await store.startRun(Fixture.run("active"))
        for run in ["ended", "active", "named", "forgotten"] { try await append([chunk(1)], to: store, run: run) }
        try await store.sweepLogs(besidesRuns: [RunID(rawValue: "named")])
        for run in ["ended", "active", "named"] {
            #expect(try await store.logs(run: RunID(rawValue: run), limit: 1).entries.count == 1, "\(run)")
        }
        #expect(try await store.logs(run: RunID(rawValue: "forgotten"), limit: 1).entries.isEmpty)
        try await store.sweepHistory(keepRuns: 0)
        try await store.sweepLogs()
        #expect(try await store.logs(run: RunID(rawValue: "ended"), limit: 1).entries.isEmpty)
        #expect(try await store.logs(run: RunID(rawValue: "active"), limit: 1).entries.count == 1)
    }

    @Test func aPositionIsNeverUsedTwice() async throws {
        let fixture = try await Fixture()
        try await append([chunk(1)], to: fixture.store, run: "forgotten")
        let before = try await fixture.store.logs(run: RunID(rawValue: "forgotten"), limit: 1).entries.first?.position
        try await fixture.store.sweepLogs()
        try await append([chunk(1)], to: fixture.store)
        let after = try await fixture.store.logs(run: run, limit: 1).entries.first?.position
        #expect(try #require(after) > (try #require(before)))
    }

    @Test func aPositionOfALostHistoryStartsAtTheBeginning() async throws {
        let fixture = try await Fixture()
        #expect(try await fixture.store.logs(run: run, after: 70, limit: 10).entries.isEmpty)
        try await append([chunk(1), chunk(2)], to: fixture.store)
        #expect(try await fixture.store.logs(run: run, after: 70, limit: 10).entries.count == 2)
        let last = try await fixture.store.logs(run: run, limit: 10).entries.last?.position ?? 0
        #expect(try await fixture.store.logs(run: run, after: last, limit: 10).entries.isEmpty)
        #expect(try await fixture.store.logs(run: run, after: last + 1, limit: 10).entries.count == 2)
    }

    @Test func aRunIsUnderWayFromItsRequestToItsEnd() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        let id = RunID(rawValue: "asked")
        #expect(try await !store.isUnderWay(id))
        try await store.saveRunRequests([RunRequest(run: id, key: Fixture.key, requestedAt: Fixture.time)])
        #expect(try await store.isUnderWay(id))
        try await store.startRun(Fixture.run("asked"))
        #expect(try await store.isUnderWay(id))
        try await store.finishRun(Fixture.finished("asked"), record: SuiteRecord(key: Fixture.key))
        #expect(try await !store.isUnderWay(id))
    }
}
