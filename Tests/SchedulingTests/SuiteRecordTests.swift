import Foundation
import Model
import Scheduling
import Testing

struct SuiteRecordTests {
    private let key = Make.run([]).suite.key

    private func verdict(_ outcome: Outcome, digest: String = "d1", at seconds: TimeInterval = 0) -> Verdict {
        Verdict(
            run: RunID(rawValue: "r"), digest: Digest(rawValue: digest), revision: Make.run([]).revision,
            outcome: outcome, startedAt: Make.date.addingTimeInterval(seconds))
    }

    @Test(arguments: [Outcome.passed, .failed, .timedOut, .skipped])
    func conclusiveOutcomesClearErrors(outcome: Outcome) {
        let before = SuiteRecord(key: key, conclusive: nil, errored: verdict(.errored), erroredTries: 2)
        let after = before.recording(verdict(outcome), superseded: false, byPerson: false)
        #expect(after == SuiteRecord(key: key, conclusive: verdict(outcome)))
    }

    @Test func erroredTriesCountRunsOfTheSameInputs() {
        var record = SuiteRecord(key: key, conclusive: verdict(.passed))
        record = record.recording(verdict(.errored), superseded: false, byPerson: false)
        #expect(record.erroredTries == 1 && record.conclusive == verdict(.passed))
        record = record.recording(verdict(.errored), superseded: false, byPerson: false)
        #expect(record.erroredTries == 2)
        record = record.recording(verdict(.errored, digest: "d2"), superseded: false, byPerson: false)
        #expect(record.erroredTries == 1 && record.errored?.digest.rawValue == "d2")
    }

    @Test func cancelledByAPersonIsConclusive() {
        let record = SuiteRecord(key: key).recording(verdict(.cancelled), superseded: false, byPerson: true)
        #expect(record.conclusive?.outcome == .cancelled)
        #expect(SuiteRecord(key: key).recording(verdict(.errored), superseded: false, byPerson: true).errored == nil)
    }

    @Test func supersededCountsAsNeverMade() {
        let before = SuiteRecord(key: key, conclusive: verdict(.passed))
        #expect(before.recording(verdict(.failed, at: 9), superseded: true, byPerson: false) == before)
    }

    @Test func anOlderRunNeverHidesANewerVerdict() {
        let before = SuiteRecord(key: key, conclusive: verdict(.passed, at: 10))
        #expect(before.recording(verdict(.failed, at: 5), superseded: false, byPerson: false) == before)
    }

    @Test func summaryFoldsSixOutcomesIntoFour() {
        let counts = OutcomeCounts(passed: 8, failed: 1, errored: 2, timedOut: 1, skipped: 1, cancelled: 3)
        #expect(counts.summary == "passed 8  failed 2  errored 2  skipped 4")
        #expect(OutcomeCounts(passed: 1, flaky: 1).summary == "passed 1  failed 0  errored 0  skipped 0  flaky 1")
    }
}
