import Model
import Planning
import Testing

struct PruningTests {
    private let kept = Samples.environment("kept")

    private func plan(
        _ applied: [DeclaredObject], desired: [DeclaredObject]? = nil, instances: [ObservedInstance] = [],
        runs: [ActiveRun] = [], state: (DesiredSet) -> DesiredState = { .known($0) }, errors: Bool = false,
        foreign: [DeclaredObject] = []
    ) -> Plan {
        let set = Samples.set(desired ?? [kept], unreadable: errors ? ["a.yaml"] : [])
        let objects = ([kept] + applied).map { Samples.applied($0) }
        let others = foreign.map { Samples.applied($0, source: "other") }
        return Planner.plan(
            desired: state(set), observed: ObservedState(objects: objects + others, instances: instances, runs: runs))
    }

    /// Breaks when `Pruning` goes by `graph.order` as it is, or `deleteObject` has no `after`.
    @Test func partsEndBeforeTheirObjectAndDependentsBeforeWhatTheyNeed() {
        let environment = Samples.environment("old")
        let pool = Samples.pool("p", in: "old")
        let suite = Samples.suite("s", in: ["old"])
        let run = ActiveRun(
            id: RunID(rawValue: "r-1"), key: SuiteKey(suite: suite.identity, environment: "old"),
            digest: Digest(rawValue: ""), revision: Samples.commit)
        let plan = plan(
            [environment, pool, suite],
            instances: [
                Samples.instance(of: pool, 0), Samples.instance(of: pool, 1, state: .terminating),
                Samples.instance(of: pool, 2, state: .terminated),
            ], runs: [run])
        let expected: [(ObjectIdentity, PlanOperation)] = [
            (suite.identity, .cancelRun(run.id)), (suite.identity, .deleteObject),
            (pool.identity, .deleteInstance(InstanceID(rawValue: "p-1-1"))),
            (pool.identity, .deleteInstance(InstanceID(rawValue: "p-0-1"))), (pool.identity, .deleteObject),
            (environment.identity, .deleteObject),
        ]
        #expect(plan.actions.map(\.object) == expected.map(\.0))
        #expect(plan.actions.map(\.operation) == expected.map(\.1))
        #expect(plan.actions.allSatisfy { $0.reason == .removedFromGit && $0.held == nil })
        #expect(plan.actions.last?.after == [pool.identity, suite.identity])
        #expect(plan.actions.dropLast().allSatisfy { $0.after == [] })
    }

    @Test func retainedInstancesAreReleased() {
        let pool = Samples.pool("p", in: "kept", policy: .retain)
        let plan = plan([pool], instances: [Samples.instance(of: pool, 0)])
        #expect(
            plan.actions.map(\.operation) == [.releaseInstance(InstanceID(rawValue: "p-0-1")), .deleteObject])
    }

    /// Breaks when `PlanOperation.ending` gives `deleteInstance` where only the tags say Retain.
    @Test func whatItsTagsRetainIsReleased() {
        let pool = Samples.pool("p", in: "kept")
        let plan = plan([pool], instances: [Samples.instance(of: pool, 0, policy: .retain)])
        #expect(
            plan.actions.map(\.operation) == [.releaseInstance(InstanceID(rawValue: "p-0-1")), .deleteObject])
    }

    /// Breaks when `parts` of `Pruning` gives no `after` to instances.
    @Test func instancesEndAfterWhatNeedsThem() {
        let base = Samples.pool("base", in: "kept")
        let upper = Samples.pool("upper", in: "kept", dependsOn: [base.identity])
        let plan = plan([base, upper], instances: [base, upper].map { Samples.instance(of: $0, 0) })
        #expect(plan.actions.map(\.object) == [upper, upper, base, base].map(\.identity))
        #expect(plan.actions.suffix(2).allSatisfy { $0.after == [upper.identity] })
    }

    /// Breaks when `leaving` of `Holds` forgets a lasting hold.
    @Test(arguments: [HoldReason.production, .wholeSource])
    func aLastingHoldOutlivesItsCause(hold: HoldReason) {
        let pool = Samples.pool("p", in: "kept")
        let plan = Planner.plan(
            desired: .known(Samples.set([kept])),
            observed: ObservedState(
                objects: [Samples.applied(kept), Samples.applied(pool, status: ObjectStatus(held: hold))]))
        #expect(plan.actions.map(\.held) == [hold])
    }

    /// Breaks when `ending` of `Holds` looks only at what is desired.
    @Test func whatACommitMovesOutOfProdIsHeld() {
        let prod = Samples.environment("prod", type: .prod)
        let pool = Samples.pool("p", in: "prod", replicas: 2)
        let moved = Samples.pool("p", in: "kept", replicas: 1)
        let plan = plan(
            [prod, pool], desired: [kept, prod, moved], instances: (0..<2).map { Samples.instance(of: pool, $0) })
        #expect(plan.held.map(\.held) == [.production])
        #expect(!plan.executable.contains { $0.operation.isDestructive })
    }

    /// Breaks when `hold` of `Planner` says nil of `.stale`, or `leaving` of `Holds` passes over it.
    @Test func aStaleSourcePrunesNothing() {
        let plan = plan([Samples.pool("p", in: "kept")], state: { .stale($0, reason: "no network") })
        #expect(plan.actions.map(\.held) == [.sourceStale("no network")])
    }

    /// Breaks when `hold` of `Planner` says nil of a set with unreadable files.
    @Test func aFileThatCannotBeReadStopsPruning() {
        #expect(plan([Samples.pool("p", in: "kept")], errors: true).actions.map(\.held) == [.brokenManifest])
    }

    /// Breaks when `isLeaving` of `Facts` leaves out what is broken.
    @Test func aBrokenManifestKeepsItsObjectAndOthersArePruned() {
        let pool = Samples.pool("p", in: "kept")
        let gone = Samples.pool("gone", in: "kept")
        let broken = BrokenObject(object: pool.identity, problem: Samples.broken, lastGood: nil)
        let set = Samples.set([kept], diagnostics: [Samples.broken], broken: [broken])
        let plan = Planner.plan(
            desired: .known(set),
            observed: ObservedState(
                objects: [kept, pool, gone].map { Samples.applied($0) }, instances: [Samples.instance(of: pool, 0)]))
        #expect(plan.actions.map(\.object) == [gone.identity])
        #expect(plan.held == [])
    }

    /// Breaks when `leaving` of `Holds` leaves out `isWhole`.
    @Test func everythingOfASourceIsHeld() {
        let pool = Samples.pool("p", in: "kept")
        let plan = plan([pool], desired: [], instances: [Samples.instance(of: pool, 0)])
        #expect(plan.actions.count == 3)
        #expect(plan.actions.allSatisfy { $0.held == .wholeSource })
    }

    @Test(arguments: [
        Samples.environment("old", type: .prod), Samples.pool("p", in: "prod"),
        Samples.suite("s", in: ["kept", "prod"]),
    ])
    func whatBelongsToProdIsHeld(object: DeclaredObject) {
        let prod = Samples.environment("prod", type: .prod)
        let demoted = Samples.environment("prod", type: .dev)
        let still = plan([prod, object], desired: [kept, prod]).actions.filter { $0.object == object.identity }
        #expect(!still.isEmpty)
        #expect(still.allSatisfy { $0.held == .production })
        let flipped = plan([prod, object], desired: [kept, demoted]).actions.filter { $0.object == object.identity }
        #expect(flipped.allSatisfy { $0.held == .production })
        let promoted = plan([demoted, object], desired: [kept, prod]).actions.filter { $0.object == object.identity }
        #expect(promoted.allSatisfy { $0.held == .production })
    }

    @Test func rulesAndCachesOfProdAreHeld() throws {
        let prod = Samples.environment("prod", type: .prod)
        let objects = [try Samples.rule(in: "prod"), try Samples.cache(in: ["prod"])]
        #expect(plan([prod] + objects, desired: [kept, prod]).held.count == 2)
    }

    @Test func protectionOutlivesItsManifest() {
        let pool = Samples.pool("p", in: "kept", protected: true)
        #expect(plan([pool]).actions.map(\.held) == [.protected])
        let tagged = Samples.pool("p", in: "kept")
        let instance = Samples.instance(of: tagged, 0, protected: true)
        #expect(plan([tagged], instances: [instance]).actions.map(\.held) == [.protected, .protected])
        let ended = Samples.instance(of: tagged, 0, state: .terminated, protected: true)
        #expect(plan([tagged], instances: [ended]).actions.map(\.held) == [nil])
    }

    @Test func whatAHeldObjectNeedsIsHeldWithIt() {
        let environment = Samples.environment("old")
        let pool = Samples.pool("p", in: "old", protected: true)
        #expect(plan([environment, pool]).actions.map(\.held) == [.protected, .protected])
    }

    /// Breaks when `blockers` of `Pruning` leaves out `staying`.
    @Test func whatIsStillNeededStays() {
        let environment = Samples.environment("old")
        let base = Samples.environment("base")
        let old = Samples.environment("old", dependsOn: [base.identity])
        let foreign = Samples.pool("theirs", in: "old")
        let byOther = plan([old, base], foreign: [foreign])
        #expect(byOther.actions == [])
        #expect(
            byOther.waiting == [
                WaitingObject(object: old.identity, waitsFor: [foreign.identity]),
                WaitingObject(object: base.identity, waitsFor: [old.identity]),
            ])
        let moved = Samples.pool("p", in: "kept")
        let byApplied = plan([environment, Samples.pool("p", in: "old")], desired: [kept, moved])
        #expect(!byApplied.actions.contains { $0.operation == .deleteObject })
    }

    /// Breaks when `accepted` of `Pruning` are all objects, whatever source they are of.
    @Test func otherSourcesAreNotPruned() {
        #expect(plan([], foreign: [Samples.pool("theirs", in: "kept")]).actions == [])
    }

    @Test func runsOfForgottenSuitesAreCancelled() {
        let key = SuiteKey(suite: Samples.id(.testSuite, "forgotten"), environment: "kept")
        let run = ActiveRun(
            id: RunID(rawValue: "r-1"), key: key, digest: Digest(rawValue: ""), revision: Samples.commit)
        #expect(plan([], runs: [run]).executable.map(\.operation) == [.cancelRun(run.id)])
        #expect(plan([], runs: [run], errors: true).held.map(\.held) == [.brokenManifest])
    }
}
