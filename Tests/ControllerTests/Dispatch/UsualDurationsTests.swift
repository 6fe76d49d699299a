import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Controller

struct UsualDurationsTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "shop"), environment: "dev")

    private var run: RunRecord {
        RunRecord(
            id: RunID(rawValue: "r-1"), suite: ResolvedSuite(key: key, tests: []), digest: Digest(rawValue: "d"),
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), startedAt: now)
    }

    private func test(_ body: TestBody, duration: DurationExpectation? = .usual(nil)) -> TestDefinition {
        TestDefinition(settings: TestSettings(name: "answers", expect: Expectation(duration: duration)), body: body)
    }

    private func samples(
        _ metric: MetricName, _ seconds: Double, test: String = "answers", environment: String = "dev",
        count: Int = 10, at time: Date? = nil
    ) -> [MetricSample] {
        let tags = [
            "namespace": key.suite.namespace, "environment": environment, "suite": "shop", "test": test, "worker": "w",
        ]
        return (0..<count).map {
            MetricSample(
                metric, tags: tags, value: seconds, time: (time ?? now).addingTimeInterval(-Double($0) - 1))
        }
    }

    private func bounded(
        _ definition: TestDefinition, by samples: [MetricSample]
    ) async throws -> DurationExpectation? {
        let directory = try TemporaryDirectory()
        let store = try await Store.open(directory: directory.url)
        try await store.record(samples)
        return await UsualDurations(store: store).bounded(definition, of: run).settings.expect.duration
    }

    /// Breaks when the samples of another test, environment or metric count, or those of long ago.
    @Test func ownSamplesCount() async throws {
        let others =
            samples(.requestDuration, 9, test: "other") + samples(.requestDuration, 9, environment: "prod")
            + samples(.testDuration, 2) + samples(.requestDuration, 9, at: now.addingTimeInterval(-31 * 86_400))
        let rest = test(.rest(RestRequest(url: "http://x.test")))
        #expect(try await bounded(rest, by: others + samples(.requestDuration, 1)) == .usual(.seconds(3)))
        #expect(try await bounded(rest, by: others) == .usual(nil))
        #expect(try await bounded(test(.command(CommandSpec(run: ["true"]))), by: others) == .usual(.seconds(6)))
    }

    /// Breaks when what was slow for long stays unusual, as it does where the oldest samples count.
    @Test func theNewestCount() async throws {
        let old = samples(.requestDuration, 1, count: 100, at: now.addingTimeInterval(-3_600))
        let new = samples(.requestDuration, 2, count: UsualDuration.window)
        let rest = test(.rest(RestRequest(url: "http://x.test")))
        #expect(try await bounded(rest, by: new + old) == .usual(.seconds(6)))
    }

    @Test func aBoundStaysAsItIs() async throws {
        let bound = DurationExpectation("< 2s")
        let rest = test(.rest(RestRequest(url: "http://x.test")), duration: bound)
        #expect(try await bounded(rest, by: samples(.requestDuration, 1)) == bound)
    }
}
