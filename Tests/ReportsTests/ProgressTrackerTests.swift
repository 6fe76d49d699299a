import Foundation
import Model
import Reports
import Testing

struct ProgressTrackerTests {
    private let start = Date(timeIntervalSince1970: 1_795_255_200)

    private func event(
        _ reason: ConditionReason, at seconds: Double = 0, _ message: String = "", object: ObjectIdentity? = nil,
        severity: Event.Severity = .normal
    ) -> Event {
        Event(
            time: start.addingTimeInterval(seconds), object: object, severity: severity, reason: reason,
            message: message)
    }

    private func settled(at seconds: Double) -> Event {
        event(.succeeded, at: seconds, "settled: 5 of 5 objects ready")
    }

    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

    @Test func whatAPersonLooksForLaterStays() {
        let lasting: [ConditionReason] = [
            .newRevision, .taskRetried, .runFinished, .instanceLost, .driftDetected, .alertFiring, .alertResolved,
            .pruned,
        ]
        for reason in lasting { #expect(event(reason, object: pool).isLasting, "\(reason)") }
        let routine: [ConditionReason] = [.applied, .instanceCreated, .workerJoined, .servicesServed, .runStarted]
        for reason in routine { #expect(!event(reason, object: pool).isLasting, "\(reason)") }
        for reason in ConditionReason.allCases {
            #expect(event(reason, object: pool, severity: .warning).isLasting, "\(reason)")
        }
        #expect(!settled(at: 1).isLasting)
        #expect(event(.succeeded, "the source can be read again").isLasting)
        #expect(!event(.succeeded, object: pool).isLasting)
    }

    @Test func workLastsFromItsStartUntilItIsSettled() {
        var tracker = ProgressTracker(began: start)
        #expect(tracker.take(event(.newRevision, at: 1)) == nil)
        #expect(!tracker.isSettled)
        #expect(tracker.take(settled(at: 9.25)) == .milliseconds(9_250))
        #expect(tracker.isSettled)
    }

    @Test func aCommitsWorkBeginsWithTheCommit() {
        var tracker = ProgressTracker(began: start)
        _ = tracker.take(settled(at: 2))
        _ = tracker.take(event(.newRevision, at: 60))
        #expect(tracker.isSettled, "a commit may change nothing")
        _ = tracker.take(event(.applied, at: 61, object: pool))
        #expect(!tracker.isSettled)
        #expect(tracker.take(settled(at: 64)) == .seconds(4))
        _ = tracker.take(event(.instanceCreated, at: 100, object: pool))
        #expect(tracker.take(settled(at: 103)) == .seconds(3), "healing begins with itself")
    }

    @Test func whatIsSeenAtWorkUnsettles() {
        var tracker = ProgressTracker(began: start)
        _ = tracker.take(settled(at: 2))
        tracker.look(objects: Shown.wrong.objects, runs: [], planned: PlannedCounts(), at: start)
        #expect(tracker.isSettled)
        let stuck = Shown.run(OutcomeCounts(), of: 1, unschedulable: ["t": "missing gpu"])
        tracker.look(objects: [], runs: [stuck], planned: PlannedCounts(), at: start)
        #expect(tracker.isSettled)
        tracker.look(objects: Shown.working.objects, runs: [], planned: PlannedCounts(), at: start)
        #expect(!tracker.isSettled)
        _ = tracker.take(settled(at: 3))
        tracker.look(objects: [], runs: Shown.working.runs, planned: PlannedCounts(), at: start)
        #expect(!tracker.isSettled)
    }

    @Test func theMostThatWasPlannedIsKeptUntilTheNextCommit() {
        var tracker = ProgressTracker(began: start)
        tracker.look(objects: [], runs: [], planned: PlannedCounts(create: 2), at: start)
        tracker.look(objects: [], runs: [], planned: PlannedCounts(create: 1), at: start)
        #expect(tracker.planned.create == 2)
        _ = tracker.take(event(.newRevision))
        tracker.look(objects: [], runs: [], planned: PlannedCounts(change: 1), at: start)
        #expect(tracker.planned == PlannedCounts(change: 1))
        _ = tracker.take(settled(at: 1))
        tracker.look(objects: [], runs: [], planned: PlannedCounts(held: 1), at: start)
        #expect(tracker.planned == PlannedCounts(held: 1))
    }

    @Test func retriesAreCountedForTheRunThatGoesOn() {
        var tracker = ProgressTracker(began: start)
        _ = tracker.take(event(.taskRetried, object: Shown.checkout))
        _ = tracker.take(event(.taskRetried, object: Shown.checkout))
        #expect(tracker.retried == [Shown.checkout: 2])
        _ = tracker.take(event(.runFinished, object: Shown.checkout))
        #expect(tracker.retried.isEmpty)
    }

    @Test func convergenceIsOneLine() {
        let ready = [Shown.working.objects[0]]
        #expect(
            ConvergedLine.settled(
                ready, took: .milliseconds(9_200), counts: OutcomeCounts(passed: 15, flaky: 1), flaky: ["cart totals"])
                == "✔ converged in 9.2 s   passed 15  failed 0  errored 0  flaky 1 (cart totals)")
        #expect(
            ConvergedLine.settled(ready + Shown.wrong.objects, took: .seconds(1), counts: OutcomeCounts(failed: 1))
                == "✘ settled, 6 of 7 objects not as desired, in 1.0 s   passed 0  failed 1  errored 0")
    }
}
