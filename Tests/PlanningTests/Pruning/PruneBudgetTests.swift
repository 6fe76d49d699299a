import Foundation
import Model
import Planning
import Testing

/// The budget of promise 3, case by case: what is counted, against what, and what is held when it is overdrawn.
struct PruneBudgetTests {
    private let dev = Samples.environment()

    private func pools(_ count: Int, in environment: String = "dev", prefix: String = "p") -> [DeclaredObject] {
        (0..<count).map { Samples.pool("\(prefix)\($0)", in: environment, replicas: 0) }
    }

    private func plan(
        applied: [DeclaredObject], desired: [DeclaredObject], instances: [ObservedInstance] = [],
        prunes: [PruneRecord] = [], prune: RepositoryConfiguration.Prune? = nil, time: Date = Samples.start
    ) -> Plan {
        Planner.plan(
            desired: .known(Samples.set(desired, prune: prune)),
            observed: ObservedState(
                time: time, objects: applied.map { Samples.applied($0) }, instances: instances, prunes: prunes))
    }

    private func isBudget(_ hold: HoldReason?) -> Bool {
        if case .budget? = hold { true } else { false }
    }

    /// Breaks when `count > limits.maxObjects` in `PruneBudget` becomes `count > limits.maxObjects * 2`.
    @Test("more objects and more per cent than allowed are held, and everything else proceeds")
    func massDeletion() {
        let plan = plan(
            applied: [dev] + pools(20), desired: [dev, Samples.pool("new", replicas: 1)] + pools(14))
        #expect(plan.held.count == 6)
        #expect(plan.held.allSatisfy { $0.operation == .deleteObject && isBudget($0.held) })
        #expect(plan.executable.map(\.object.name).contains("new"))
        #expect(
            plan.held.first?.held?.description
                == "6 would go in Environment/dev within 1h, which began with 21: more than 5 and more than 20 %")
        #expect(plan.approval != nil && plan.approvable.count == 6)
    }

    /// Breaks when `guard count > limits.maxObjects` is left out, or the line with `maxPercent` is.
    @Test("one of the two limits alone holds nothing")
    func eitherLimitAlone() {
        #expect(plan(applied: [dev] + pools(100), desired: [dev] + pools(94)).held == [])
        #expect(plan(applied: [dev] + pools(8), desired: [dev] + pools(3)).held == [])
        #expect(plan(applied: [dev] + pools(8), desired: [dev] + pools(2)).held.count == 6)
    }

    /// Breaks when `countsInBudget` says false of `deleteInstance`.
    @Test("replicas from 100 to 0 count as a hundred")
    func scaleDown() {
        let before = Samples.pool(replicas: 100)
        let instances = (0..<100).map { Samples.instance(of: before, $0, createdAt: .distantPast) }
        let plan = plan(applied: [dev, before], desired: [dev, Samples.pool(replicas: 0)], instances: instances)
        #expect(plan.held.count == 100)
        #expect(plan.held.allSatisfy { isBudget($0.held) })
        #expect(plan.executable.map(\.operation) == [.applyObject])
    }

    /// Breaks when `deletions.dropFirst()` is not given to `later` in `CloudResourceSteps`.
    @Test("replacements that destroy first count before they begin, those that create first do not")
    func replacements() {
        let pool = Samples.pool(replicas: 8)
        func instances(_ state: ObservedInstance.State) -> [ObservedInstance] {
            (0..<8).map { Samples.instance(of: pool, $0, state: state, hash: Digest(rawValue: "older")) }
        }
        let idle = plan(applied: [dev, pool], desired: [dev, pool], instances: instances(.pending))
        #expect(idle.held.count == 8 && idle.executable == [])
        #expect(idle.held.allSatisfy { $0.reason == .instanceOutdated })
        let running = plan(applied: [dev, pool], desired: [dev, pool], instances: instances(.running))
        #expect(running.held == [] && running.executable.map(\.reason) == [.definitionChanged(ordinal: 0)])
    }

    /// Breaks when `ahead + own.count` in `PruneBudget` becomes `ahead`.
    @Test("many small commits are as one large one, until the window has passed")
    func smallCommits() {
        func went(_ name: String, _ minutes: Double, approval: Digest? = nil) -> PruneRecord {
            PruneRecord(
                subject: "\(name)@0", scopes: [.environment(dev.identity)], existedSince: .distantPast,
                prunedAt: Samples.start.addingTimeInterval(-minutes * 60), approval: approval)
        }
        let earlier = [went("a", 50), went("b", 40), went("c", 30)]
        let applied = [dev] + pools(10)
        let desired = [dev] + pools(7)
        let held = plan(applied: applied, desired: desired, prunes: earlier)
        #expect(held.held.count == 3)
        #expect(
            held.held.first?.held?.description.hasPrefix("6 would go in Environment/dev within 1h, which began with 14")
                == true)
        #expect(plan(applied: applied, desired: desired, prunes: Array(earlier.dropFirst())).held == [])
        let later = Samples.start.addingTimeInterval(601)
        #expect(plan(applied: applied, desired: desired, prunes: earlier, time: later).held == [])
        let approved = earlier.map { _ in went("x", 1, approval: Digest(rawValue: "a")) }
        #expect(plan(applied: applied, desired: desired, prunes: approved).held == [])
    }

    /// Breaks when `limits` of `PruneBudget` reads `repository` instead of `convergedRepository`.
    @Test("a commit that raises its own limit is held to the one before it")
    func raisedLimit() {
        let set = Samples.set([dev] + pools(2))
        let generous = RepositoryConfiguration(prune: Samples.unlimited)
        func plan(converged: RepositoryConfiguration?) -> Plan {
            Planner.plan(
                desired: .known(
                    DesiredSet(
                        source: set.source, revision: set.revision, objects: set.objects, repository: generous,
                        convergedRepository: converged)),
                observed: ObservedState(
                    time: Samples.start, objects: ([dev] + pools(9)).map { Samples.applied($0) }))
        }
        #expect(plan(converged: nil).held.count == 7)
        #expect(plan(converged: RepositoryConfiguration()).held.count == 7)
        #expect(plan(converged: generous).held == [])
    }

    /// Breaks when `createdAt <= time` is left out of `population`, for objects or for instances.
    @Test("per cent is of what was there when the window began")
    func windowStart() {
        let applied = [dev] + pools(40)
        let new = applied.map { Samples.applied($0, createdAt: Samples.start.addingTimeInterval(-60)) }
        let set = Samples.set([dev] + pools(34))
        let plan = Planner.plan(
            desired: .known(set), observed: ObservedState(time: Samples.start, objects: new))
        #expect(plan.held.count == 6, "a commit that first makes forty can't then delete six")
        #expect(self.plan(applied: applied, desired: set.objects).held == [])
        let before = Samples.pool(replicas: 40)
        func instances(_ time: Date) -> [ObservedInstance] {
            (0..<40).map { Samples.instance(of: before, $0, createdAt: time) }
        }
        let fewer = [dev, Samples.pool(replicas: 34)]
        let young = self.plan(
            applied: [dev, before], desired: fewer, instances: instances(Samples.start.addingTimeInterval(-60)))
        #expect(young.held.count == 6, "nor can one that first makes forty instances")
        #expect(self.plan(applied: [dev, before], desired: fewer, instances: instances(.distantPast)).held == [])
    }

    private func record(_ name: String, since: Date = .distantPast, approval: Digest? = nil) -> PruneRecord {
        PruneRecord(
            subject: name, scopes: [.environment(dev.identity)], existedSince: since,
            prunedAt: Samples.start.addingTimeInterval(-60), approval: approval)
    }

    /// Breaks when `own.count { $0.existedSince <= start }` is left out of `total`, or becomes `own.count`.
    @Test("what went and was there when the window began counts in what there was, what came and went does not")
    func whatWent() {
        let counted = (0..<3).map { record("old-\($0)") }
        let approved = (0..<30).map { record("other-\($0)", approval: Digest(rawValue: "a")) }
        let young = (0..<30).map {
            record("young-\($0)", since: Samples.start.addingTimeInterval(-120), approval: Digest(rawValue: "a"))
        }
        let applied = [dev] + pools(10)
        let desired = [dev] + pools(7)
        #expect(plan(applied: applied, desired: desired, prunes: counted + young).held.count == 3)
        #expect(plan(applied: applied, desired: desired, prunes: counted + approved).held == [])
    }

    /// Breaks when `!entered.contains(subject(of: target))` is left out.
    @Test("what was entered before a crash and is still to go counts once")
    func entered() {
        let applied = [dev] + pools(8)
        let again = record(PruneRecord.subject(of: Samples.applied(applied[8])))
        let earlier = (0..<4).map { record("old-\($0)") }
        #expect(plan(applied: applied, desired: [dev] + pools(7), prunes: earlier + [again]).held == [])
        #expect(plan(applied: applied, desired: [dev] + pools(6), prunes: earlier + [again]).held.count == 2)
    }

    /// Breaks when `!facts.approved.contains(target)` is left out.
    @Test("what a person let happen takes no place of the rest")
    func approvedAhead() {
        let set = Samples.set([dev])
        let applied = [dev] + pools(8)
        let approval = Approval(
            hash: Digest(rawValue: "a"), source: set.source, revision: set.revision,
            targets: pools(6).map { DestructiveTarget(object: $0.identity) }, approvedBy: "ana",
            approvedAt: Samples.start)
        let plan = Planner.plan(
            desired: .known(set),
            observed: ObservedState(
                time: Samples.start, objects: applied.map { Samples.applied($0) }, approvals: [approval]))
        #expect(plan.held == [] && plan.executable.count == 8)
    }

    /// Breaks when `scopes(of:)` of `PruneBudget` reads only what is applied, or `budget` of `Holds` only what is
    /// desired.
    @Test("what moves to another environment is counted in both")
    func moved() {
        let small = Samples.environment("small")
        func held(from old: String, to new: String) -> Int {
            let before = Samples.pool("moved", in: old, replicas: 6)
            let instances = (0..<6).map { Samples.instance(of: before, $0, createdAt: .distantPast) }
            let plan = plan(
                applied: [dev, small, before] + pools(60),
                desired: [dev, small, Samples.pool("moved", in: new, replicas: 0)] + pools(60), instances: instances)
            return plan.held.count { isBudget($0.held) }
        }
        #expect(held(from: "dev", to: "dev") == 0)
        #expect(held(from: "dev", to: "small") == 6)
        #expect(held(from: "small", to: "dev") == 6)
    }

    /// Breaks when `PruneScope.all` gives every object the same scope.
    @Test("each environment has a budget of its own")
    func environments() {
        let other = Samples.environment("other")
        let applied = [dev, other] + pools(8) + pools(8, in: "other", prefix: "q")
        let desired = [dev, other] + pools(4) + pools(4, in: "other", prefix: "q")
        #expect(plan(applied: applied, desired: desired).held == [])
        let one = [dev, other] + pools(2) + pools(4, in: "other", prefix: "q")
        let plan = plan(applied: applied, desired: one)
        #expect(plan.held.count == 6 && plan.executable.count == 4)
    }

    @Test("what a held object needs is held with it, and a plan with nothing else comes to rest")
    func dependencies() {
        let old = Samples.environment("old")
        let plan = plan(
            applied: [dev, old] + pools(8, in: "old"), desired: [dev])
        #expect(plan.held.count == 9 && plan.executable == [])
    }

    @Test("it is looked at again when the oldest action leaves the window")
    func nextLook() {
        let record = PruneRecord(
            subject: "a@0", scopes: [.environment(dev.identity)], existedSince: .distantPast,
            prunedAt: Samples.start.addingTimeInterval(-600))
        let desired = DesiredState.known(Samples.set([dev]))
        let excess = PruneExcess(
            scope: .environment(dev.identity), count: 6, total: 6, maxObjects: 5, maxPercent: 20, window: .minutes(60))
        let held = Samples.applied(pools(1)[0], status: ObjectStatus(held: .budget(excess)))
        let observed = ObservedState(time: Samples.start, objects: [held], prunes: [record])
        #expect(Planner.nextLook(desired: desired, observed: observed) == record.prunedAt.addingTimeInterval(3_600))
    }

    @Test("scopes survive the store")
    func coding() throws {
        for scope in [PruneScope.environment(dev.identity), .namespace("shop")] {
            #expect(PruneScope(scope.description) == scope)
        }
        #expect(PruneScope("Environment") == nil && PruneScope("CloudResource/p") == nil)
        #expect(PruneScope.all(of: try Samples.rule()) == [.namespace("default")])
        #expect(PruneScope.all(of: dev) == [.environment(dev.identity)])
    }
}
