import Model
import Testing

@testable import Controller

/// Which commit limits those after it: the newest one of which nothing is left to do, to wait for, or to mend.
struct ConvergedCommitTests {
    private let pool = DeclaredObject(
        identity: .pool, spec: .cloudResource(CloudResourceSpec(environment: "dev")))
    private let suite = ObjectIdentity(kind: .testSuite, name: "smoke")
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))
    private let ready = ObjectStatus(conditions: [Condition(type: .ready, status: .yes, reason: .succeeded)])

    private func set(_ diagnostics: [Diagnostic] = []) -> DesiredSet {
        DesiredSet(source: "default", revision: revision, objects: [pool], diagnostics: diagnostics)
    }

    private func plan(
        _ actions: [PlannedAction] = [], waiting: [WaitingObject] = [], paused: [PausedObject] = []
    ) -> Plan {
        Plan(
            hash: Digest(rawValue: ""), revision: revision, actions: actions, unchanged: 0, waiting: waiting,
            paused: paused)
    }

    private func isReached(_ plan: Plan, _ desired: DesiredState? = nil, _ status: ObjectStatus? = nil) -> Bool {
        ConvergedCommit.isReached(
            by: plan, desired: desired ?? .known(set()), statuses: [.pool: status ?? ready])
    }

    private func deletion(_ object: ObjectIdentity, held: HoldReason? = nil) -> PlannedAction {
        PlannedAction(object: object, operation: .deleteObject, reason: .removedFromGit, held: held)
    }

    /// Breaks when `plan.actions` becomes `plan.executable`.
    @Test("while anything is to do or held it is not reached, so that no commit raises the limit that holds it")
    func held() {
        #expect(isReached(plan()))
        #expect(!isReached(plan([deletion(.dev)])))
        #expect(!isReached(plan([deletion(.dev, held: .wholeSource)])))
        #expect(!isReached(plan(waiting: [WaitingObject(object: .dev, waitsFor: [.pool])])))
    }

    /// Breaks when `!set.hasErrors` or `known` is left out, or when an object need not be Ready.
    @Test("a commit with an error, a stale one and one whose objects are not Ready is not reached")
    func unsound() {
        let error = Diagnostic(message: "no", location: SourceLocation(file: "a", line: 1, column: 1))
        #expect(!isReached(plan(), .known(set([error]))))
        #expect(!isReached(plan(), .stale(set(), reason: "gone")))
        #expect(!isReached(plan(), .unknown(reason: "gone")))
        #expect(!isReached(plan(), nil, ObjectStatus()))
    }

    /// Breaks when `windowed` counts nothing, or `counts` says true of suites.
    @Test("a change that waits for a window counts; a suspension, verdicts, rules and caches do not")
    func aside() {
        let closed = PauseReason.syncWindow(until: nil, pending: .change)
        #expect(!isReached(plan(paused: [PausedObject(object: .dev, reason: closed)])))
        #expect(isReached(plan(paused: [PausedObject(object: .dev, reason: .suspendedInGit)])))
        #expect(isReached(plan([deletion(suite)], waiting: [WaitingObject(object: suite, waitsFor: [.dev])])))
    }
}
