import Foundation
import Model
import Planning
import Testing

/// Runs that somebody asked for.
struct RequestedRunTests {
    private let environment = Samples.environment()

    private func plan(
        _ suite: DeclaredObject, requests: [RunRequest], runs: [ActiveRun] = [], record: SuiteRecord? = nil
    ) -> Plan {
        Planner.plan(
            desired: .known(Samples.set([environment, suite])),
            observed: ObservedState(
                time: Samples.start, objects: [environment, suite].map { Samples.applied($0) },
                suites: record.map { [$0] } ?? [], runs: runs, requests: requests))
    }

    private func request(_ suite: DeclaredObject, in environment: String = "dev") -> RunRequest {
        RunRequest(
            run: RunID(rawValue: "r-9"), key: SuiteKey(suite: suite.identity, environment: environment),
            requestedAt: Samples.start)
    }

    private func digest(_ suite: DeclaredObject) throws -> Digest {
        Digests.suiteInputs(of: try #require(Samples.resolved([environment, suite]).first))
    }

    @Test(arguments: [[TestSuiteSpec.Trigger.commit, .manual], [.manual]])
    func aSuiteThatIsNotDueRunsWhenAskedFor(on: [TestSuiteSpec.Trigger]) throws {
        let suite = Samples.suite(on: on)
        let key = SuiteKey(suite: suite.identity, environment: "dev")
        let record = SuiteRecord(key: key, conclusive: Samples.verdict(try digest(suite)))
        #expect(plan(suite, requests: [], record: record).actions == [])
        let asked = plan(suite, requests: [request(suite)], record: record)
        #expect(asked.actions.map(\.reason) == [.requested])
        #expect(asked.actions.map(\.operation) == [.startRun(key, digest: try digest(suite))])
    }

    @Test func aRequestWaitsForTheRunThatIsUnderWay() throws {
        let suite = Samples.suite()
        let key = SuiteKey(suite: suite.identity, environment: "dev")
        let run = ActiveRun(
            id: RunID(rawValue: "r-1"), key: key, digest: try digest(suite), revision: Samples.commit)
        #expect(plan(suite, requests: [request(suite)], runs: [run]).actions == [])
    }

    @Test func aRequestForAnotherEnvironmentStartsNothing() throws {
        let suite = Samples.suite(on: [.manual])
        #expect(plan(suite, requests: [request(suite, in: "far")]).actions == [])
    }

    @Test func aSuspendedSuiteIsNotRun() {
        let suite = Samples.suite(suspend: true)
        #expect(plan(suite, requests: [request(suite)]).actions == [])
    }
}
