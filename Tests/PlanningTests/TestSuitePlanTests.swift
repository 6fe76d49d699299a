import Foundation
import Model
import Planning
import Testing

struct TestSuitePlanTests {
    private let environment = Samples.environment()
    private let suite = Samples.suite()
    private var key: SuiteKey { SuiteKey(suite: suite.identity, environment: "dev") }
    private let other = Digest(rawValue: "other")

    private func digest(_ objects: [DeclaredObject]) throws -> Digest {
        Digests.suiteInputs(of: try #require(Samples.resolved(objects).first))
    }

    private func plan(
        _ suite: DeclaredObject, record: SuiteRecord? = nil, runs: [ActiveRun] = [], applied: [DeclaredObject]? = nil,
        environment: DeclaredObject? = nil, time: Date = Samples.start, hasErrors: Bool = false
    ) -> Plan {
        let place = environment ?? self.environment
        let set = Samples.set([place, suite], unreadable: hasErrors ? ["a.yaml"] : [])
        return Planner.plan(
            desired: .known(set),
            observed: ObservedState(
                time: time, objects: (applied ?? [place, suite]).map { Samples.applied($0) },
                suites: record.map { [$0] } ?? [], runs: runs))
    }

    private func run(_ name: String, _ digest: Digest, key: SuiteKey? = nil, isEnding: Bool = false) -> ActiveRun {
        ActiveRun(
            id: RunID(rawValue: name), key: key ?? self.key, digest: digest, revision: Samples.commit,
            isEnding: isEnding)
    }

    /// Breaks when `cancellations` looks at runs that are ending too.
    @Test("A run that is ending is not cancelled again in every pass until its worker has let go")
    func endingRun() throws {
        let other = Digest(rawValue: "other")
        let record = SuiteRecord(key: key)
        #expect(plan(suite, record: record, runs: [run("r-1", other)]).actions.map(\.reason).contains(.superseded))
        let ending = plan(suite, record: record, runs: [run("r-1", other, isEnding: true)])
        #expect(!ending.actions.map(\.reason).contains(.superseded))
    }

    @Test func onceItsEnvironmentIsReadyItIsAppliedAndRun() throws {
        let digest = try digest([environment, suite])
        let plan = plan(suite, applied: [environment])
        #expect(
            plan.actions == [
                PlannedAction(object: suite.identity, operation: .applyObject, reason: .added),
                PlannedAction(
                    object: suite.identity, operation: .startRun(key, digest: digest), reason: .neverRun),
            ])
    }

    @Test func aVerdictForTheSameInputsIsEnough() throws {
        let digest = try digest([environment, suite])
        for outcome in [Outcome.passed, .failed, .timedOut, .skipped, .cancelled] {
            let record = SuiteRecord(key: key, conclusive: Samples.verdict(digest, outcome))
            #expect(plan(suite, record: record).actions == [])
        }
    }

    @Test func changedInputsMakeItDueAndAreNamed() throws {
        let record = SuiteRecord(key: key, conclusive: Samples.verdict(other))
        let old = try Samples.suite(tests: [Samples.test("a"), Samples.test("b")]).written()
        let new = try Samples.suite(tests: [Samples.test("a"), Samples.test("b", timeout: .seconds(9))]).written()
        let changed = plan(new, record: record, applied: [environment, old])
        #expect(changed.actions.last?.reason == .inputsChanged(["tests[1].timeout"]))
        #expect(plan(suite, record: record).actions.map(\.reason) == [.inputsChanged(["inputs"])])
    }

    @Test func changedInputsOfTheEnvironmentAreNamedWhileTheyAreKnown() throws {
        let old = Samples.environment("far", type: .staging, variables: ["region": "a"])
        let new = Samples.environment(
            "far", services: ["shop": .url("http://shop")], variables: ["region": "b"])
        let suite = Samples.suite(in: ["far", "dev"])
        let set = Samples.set([environment, new, suite])
        let key = SuiteKey(suite: suite.identity, environment: "far")
        let applied = [environment, suite].map { Samples.applied($0) }
        // The spec of `far` is as it was, its hash says that the new one is applied: as after a lost write.
        let far = ObservedObject(
            declared: old, source: "default", specHash: Digests.specHash(of: new), revision: Samples.commit)
        let plan = Planner.plan(
            desired: .known(set),
            observed: ObservedState(
                objects: applied + [far], suites: [SuiteRecord(key: key, conclusive: Samples.verdict(other))]))
        #expect(
            plan.actions.map(\.reason)
                == [.neverRun, .inputsChanged(["environment.type", "variables.region", "services.shop"])])
    }

    @Test func withoutTheTriggerNothingIsDue() {
        let manual = Samples.suite(on: [.manual])
        #expect(plan(manual).actions == [])
        #expect(plan(manual, runs: [run("r-9", other)]).actions == [])
    }

    @Test func aRunThatIsUnderWayIsEnough() throws {
        #expect(plan(suite, runs: [run("r-1", try digest([environment, suite]))]).actions == [])
    }

    /// Breaks when `cancellations` leaves out runs of other inputs.
    @Test func aRunOfOlderInputsIsCancelledBeforeTheNewOneStarts() throws {
        let digest = try digest([environment, suite])
        let plan = plan(suite, runs: [run("r-1", other)])
        #expect(
            plan.actions.map(\.operation) == [
                .cancelRun(RunID(rawValue: "r-1")), .startRun(key, digest: digest),
            ])
        #expect(plan.actions.map(\.reason) == [.superseded, .neverRun])
    }

    @Test func aCommitThatIsTakenBackCancelsAndNeedsNoRun() throws {
        let record = SuiteRecord(key: key, conclusive: Samples.verdict(try digest([environment, suite])))
        #expect(plan(suite, record: record, runs: [run("r-1", other)]).actions.map(\.reason) == [.superseded])
    }

    @Test func olderRunsEndEvenWhileTheSuiteWaits() {
        let changed = Samples.environment(variables: ["a": "1"])
        let plan = plan(suite, runs: [run("r-1", other)], applied: [environment, suite], environment: changed)
        let own = plan.actions.filter { $0.object == suite.identity }
        #expect(own.map(\.reason) == [.superseded])
        #expect(plan.waiting.map(\.object) == [suite.identity])
    }

    @Test(arguments: [(1, 9.0, false), (1, 10.0, true), (2, 19.0, false), (2, 20.0, true), (3, 9_999.0, false)])
    func erroredRunsAreTriedAgainAfterAPause(tries: Int, seconds: Double, isDue: Bool) throws {
        let digest = try digest([environment, suite])
        let record = SuiteRecord(key: key, errored: Samples.verdict(digest, .errored), erroredTries: tries)
        let plan = plan(suite, record: record, time: Samples.start.addingTimeInterval(seconds))
        #expect(plan.actions.map(\.reason) == (isDue ? [.erroredBefore(attempt: tries + 1)] : []))
    }

    @Test func otherInputsStartANewCount() {
        let record = SuiteRecord(key: key, errored: Samples.verdict(other, .errored), erroredTries: 3)
        #expect(plan(suite, record: record).actions.map(\.reason) == [.inputsChanged(["inputs"])])
    }

    @Test func pausesDoubleUpToAnHour() {
        let policy = PlanPolicy(maxErroredTries: 99)
        let verdict = Samples.verdict(other, .errored)
        let pauses = [1, 2, 3, 20, 98].map { tries in
            policy.nextTry(after: verdict, tries: tries)?.timeIntervalSince(Samples.start)
        }
        #expect(pauses == [10, 20, 40, 3_600, 3_600])
        #expect(policy.nextTry(after: verdict, tries: 99) == nil)
    }

    @Test func theNextLookIsTheEndOfTheFirstPause() throws {
        let digest = try digest([environment, suite])
        let set = DesiredState.known(Samples.set([environment, suite]))
        func look(_ tries: Int, at seconds: Double, _ digest: Digest) -> Date? {
            let record = SuiteRecord(key: key, errored: Samples.verdict(digest, .errored), erroredTries: tries)
            return Planner.nextLook(
                desired: set,
                observed: ObservedState(time: Samples.start.addingTimeInterval(seconds), suites: [record]))
        }
        #expect(look(1, at: 0, digest) == Samples.start.addingTimeInterval(10))
        #expect(look(1, at: 10, digest) == nil)
        #expect(look(3, at: 0, digest) == nil)
        #expect(look(1, at: 0, other) == nil)
        #expect(Planner.nextLook(desired: .unknown(reason: ""), observed: ObservedState()) == nil)
    }

    @Test func oneEnvironmentThatIsNotReadyHoldsUpOnlyItsOwnRun() {
        let stage = Samples.environment("stage")
        let suite = Samples.suite(in: ["dev", "stage"])
        let set = Samples.set([environment, stage, suite])
        let plan = Planner.plan(
            desired: .known(set), observed: ObservedState(objects: [Samples.applied(environment)]))
        let starts = plan.actions.filter { $0.object == suite.identity }
        #expect(starts.count == 2)
        #expect(plan.waiting == [WaitingObject(object: suite.identity, waitsFor: [stage.identity])])
    }

    @Test func aDependencyHoldsUpEveryRun() throws {
        let first = Samples.suite("first")
        let second = Samples.suite("second", dependsOn: [first.identity])
        let set = Samples.set([environment, first, second])
        let key = SuiteKey(suite: first.identity, environment: "dev")
        let digest = try digest([environment, first])
        func waits(_ outcome: Outcome, _ digest: Digest) -> Bool {
            let observed = ObservedState(
                objects: [environment, first].map { Samples.applied($0) },
                suites: [SuiteRecord(key: key, conclusive: Samples.verdict(digest, outcome))])
            let plan = Planner.plan(desired: .known(set), observed: observed)
            return plan.waiting == [WaitingObject(object: second.identity, waitsFor: [first.identity])]
        }
        #expect(!waits(.passed, digest))
        #expect(waits(.failed, digest))
        #expect(waits(.passed, other))
    }

    @Test func runsInAnEnvironmentThatWasTakenOutAreCancelled() {
        let gone = SuiteKey(suite: suite.identity, environment: "gone")
        let free = plan(suite, runs: [run("r-1", other, key: gone)]).actions.first
        #expect(free?.operation == .cancelRun(RunID(rawValue: "r-1")))
        #expect(free?.reason == .removedFromGit)
        #expect(free?.held == nil)
        let held = plan(suite, runs: [run("r-1", other, key: gone)], hasErrors: true).actions.first
        #expect(held?.held == .brokenManifest)
    }

    @Test func aSuspendedSuiteIsLeftAlone() {
        #expect(plan(Samples.suite(suspend: true), runs: [run("r-1", other)], applied: [environment]).actions == [])
    }
}
