import Foundation
import GRDB
import Model
import TestSupport
import Testing

@testable import Store

struct MetricsTests {
    private let fixture: Fixture
    private var store: Store { fixture.store }

    init() async throws { fixture = try await Fixture() }

    private static func at(_ seconds: Double) -> Date { Fixture.time.addingTimeInterval(seconds) }

    private static func sample(
        _ value: Double, _ metric: MetricName = .testDuration, at seconds: Double = 0, tags: [String: String] = [:]
    ) -> MetricSample {
        MetricSample(metric, tags: tags, value: value, time: at(seconds))
    }

    private func values(
        _ metric: MetricName = .testDuration, tags: [String: String] = [:], since: Double = -1_000,
        until: Double = 1_000, limit: Int = 100
    ) async throws -> [Double] {
        try await store.samples(
            metric: metric.rawValue, tags: tags, since: Self.at(since), until: Self.at(until), limit: limit
        ).map(\.value)
    }

    @Test func samplesComeBackInTheOrderOfTheirTimes() async throws {
        try await store.record([
            Self.sample(3, at: 3), Self.sample(1, at: 1), Self.sample(9, .runFailed), Self.sample(2, at: 2),
        ])
        try await store.record([MetricSample]())
        #expect(try await values() == [1, 2, 3])
        #expect(try await values(limit: 2) == [2, 3])
        #expect(try await values(limit: -1) == [])
        #expect(try await values(since: 1, until: 3) == [2, 3])
        #expect(try await values(since: 0, until: 2.999) == [1, 2])
        #expect(try await values(.runFailed) == [9])
        #expect(try await values(.runErrored) == [])
    }

    @Test func aSampleComesBackWhole() async throws {
        let tags = ["namespace": "shop", "test": "\"quotes\" / ü\n", "a\"b.c": "x"]
        try await store.record([Self.sample(0.1, tags: tags)])
        let stored = try await store.samples(
            metric: "test.duration", since: Self.at(-1), until: Self.at(1), limit: 1)
        #expect(stored.map(\.tags) == [tags])
        #expect(stored.map(\.value) == [0.1])
        #expect(stored.map(\.time.storedMilliseconds) == [1_763_723_583_123])
        #expect(stored.map(\.metric) == ["test.duration"])
    }

    @Test func tagsStandAsCanonicalJSON() async throws {
        try await store.record([Self.sample(1, tags: ["b": "/", "a": "x"])])
        let text = try await store.history?.pool.read { try String.fetchOne($0, sql: "SELECT tags FROM samples") }
        #expect(text == #"{"a":"x","b":"/"}"#)
    }

    @Test func samplesAreChosenByAllTheTagsAskedFor() async throws {
        try await store.record([
            Self.sample(1, tags: ["namespace": "shop", "test": "pay"]),
            Self.sample(2, at: 1, tags: ["namespace": "shop"]),
            Self.sample(3, at: 2, tags: ["namespace": "bank", "test": "pay", "a\"b": "é\"\\"]),
            Self.sample(4, at: 3),
        ])
        #expect(try await values() == [1, 2, 3, 4])
        #expect(try await values(tags: ["namespace": "shop"]) == [1, 2])
        #expect(try await values(tags: ["namespace": "shop", "test": "pay"]) == [1])
        #expect(try await values(tags: ["test": "pay"], limit: 1) == [3])
        #expect(try await values(tags: ["a\"b": "é\"\\"]) == [3])
        #expect(try await values(tags: ["test": "shop"]) == [])
    }

    @Test func whatIsNoFiniteNumberSpoilsNoOthers() async throws {
        try await store.record([Self.sample(.nan), Self.sample(1), Self.sample(.infinity), Self.sample(-.infinity)])
        #expect(try await values() == [1])
        try await store.record([Self.sample(.nan)])
        #expect(try await values() == [1])
    }

    @Test func oldSamplesAreSweptAndThenTheEarliestRecorded() async throws {
        try await store.record((0..<10).map { Self.sample(Double($0), at: Double($0)) })
        try await store.sweepSamples(before: Self.at(3), keep: 100)
        #expect(try await values() == [3, 4, 5, 6, 7, 8, 9])
        try await store.sweepSamples(before: Self.at(0), keep: 4)
        #expect(try await values() == [6, 7, 8, 9])
        try await store.sweepSamples(before: Self.at(8), keep: 1)
        #expect(try await values() == [9])
        try await store.sweepSamples(before: Self.at(0), keep: 0)
        #expect(try await values() == [])
    }

    @Test func sweepingCountsOnlyWhatIsNotTooOld() async throws {
        // Recorded last, though measured long ago.
        try await store.record([Self.sample(1, at: 1), Self.sample(2, at: 2), Self.sample(0, at: -500)])
        try await store.sweepSamples(before: Self.at(0), keep: 2)
        #expect(try await values() == [1, 2])
    }

    @Test func withoutHistoryThereAreNoSamples() async throws {
        let store = Store(control: fixture.store.control, history: nil, historySetAside: nil)
        try await store.record([Self.sample(1)])
        try await store.sweepSamples(before: Self.at(0), keep: 0)
        let stored = try await store.samples(
            metric: "test.duration", since: .distantPast, until: .distantFuture, limit: 9)
        #expect(stored.isEmpty)
    }

    @Test func aThousandSamplesAreOneTransaction() async throws {
        let commits = CommitCounter()
        store.history?.pool.add(transactionObserver: commits)
        try await store.record((0..<1_000).map { Self.sample(Double($0)) })
        #expect(commits.count == 1)
    }
}

/// Counts the transactions of a database.
private final class CommitCounter: TransactionObserver {
    private(set) var count = 0

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
    func databaseDidChange(with event: DatabaseEvent) {}
    func databaseDidCommit(_ db: Database) { count += 1 }
    func databaseDidRollback(_ db: Database) {}
}
