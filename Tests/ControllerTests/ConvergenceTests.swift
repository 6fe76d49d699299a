import Controller
import Model
import Testing

struct ConvergenceTests {
    private let suite = ObjectIdentity(kind: .testSuite, name: "smoke")
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))

    private func set(diagnostics: [Diagnostic] = []) -> DesiredSet {
        DesiredSet(source: "default", revision: revision, objects: [], diagnostics: diagnostics)
    }

    private func plan(_ actions: [PlannedAction] = []) -> Plan {
        Plan(hash: Digest(rawValue: ""), revision: revision, actions: actions, unchanged: 0)
    }

    private func status(_ types: [Condition.ConditionType: Condition.Value], reason: ConditionReason = .succeeded)
        -> ObjectStatus
    {
        ObjectStatus(conditions: types.map { Condition(type: $0.key, status: $0.value, reason: reason) })
    }

    private func outcome(
        _ desired: DesiredState, plan: Plan? = nil, statuses: [ObjectIdentity: ObjectStatus] = [:],
        isFresh: Bool = true, busy: Bool = false
    ) -> Convergence {
        Convergence(desired: [desired], isFresh: isFresh, plan: plan ?? self.plan(), statuses: statuses, busy: busy)
    }

    @Test func readyObjectsAreConverged() {
        let done = outcome(.known(set()), statuses: [suite: status([.ready: .yes, .passing: .yes])])
        #expect(done.isSettled && done.exit == .asDesired)
    }

    @Test func workUnderWayOrWaitingIsNotConverged() {
        #expect(!outcome(.known(set()), isFresh: false).isSettled)
        #expect(!outcome(.known(set()), busy: true).isSettled)
        #expect(!outcome(.known(set()), statuses: [suite: status([.ready: .unknown, .reconciling: .yes])]).isSettled)
        let action = PlannedAction(object: suite, operation: .applyObject, reason: .added)
        #expect(!outcome(.known(set()), plan: plan([action])).isSettled)
    }

    @Test func suspendedStalledAndHeldObjectsEndTheWait() {
        #expect(outcome(.known(set()), statuses: [suite: status([.ready: .no], reason: .suspended)]).isSettled)
        let stalled = outcome(.known(set()), statuses: [suite: status([.ready: .no, .stalled: .yes])])
        #expect(stalled.isSettled && stalled.exit == .couldNotCheck)
        let held = PlannedAction(object: suite, operation: .deleteObject, reason: .removedFromGit, held: .wholeSource)
        let waiting = outcome(.known(set()), plan: plan([held]), statuses: [suite: status([.ready: .no])])
        #expect(waiting.isSettled && waiting.exit == .notAsDesired)
    }

    @Test func failuresExitWithOneAndWhatCouldNotBeCheckedWithTwo() {
        let failing = [suite: status([.ready: .yes, .passing: .no])]
        #expect(outcome(.known(set()), statuses: failing).exit == .notAsDesired)
        #expect(outcome(.stale(set(), reason: "gone"), statuses: failing).exit == .couldNotCheck)
        #expect(outcome(.unknown(reason: "gone")).exit == .couldNotCheck)
        let broken = Diagnostic(message: "no", location: SourceLocation(file: "a", line: 1, column: 1))
        #expect(outcome(.known(set(diagnostics: [broken]))).exit == .notAsDesired)
    }

    @Test func anActionThatFailsForGoodEndsTheWaitWithTwo() {
        let action = PlannedAction(object: suite, operation: .applyObject, reason: .added)
        let given = Convergence(
            desired: [.known(set())], isFresh: true, plan: plan([action]),
            statuses: [suite: status([.ready: .no, .reconciling: .yes])], busy: false, exhausted: [suite])
        #expect(given.isSettled && given.exit == .couldNotCheck)
    }

    @Test func aSuspendedSuitesOldVerdictDoesNotCount() {
        let suspended = ObjectStatus(conditions: [
            Condition(type: .ready, status: .unknown, reason: .suspended),
            Condition(type: .passing, status: .no, reason: .testsFailed),
        ])
        #expect(outcome(.known(set()), statuses: [suite: suspended]).exit == .asDesired)
    }
}
