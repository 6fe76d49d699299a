import Foundation
import Model
import Planning
import Testing

/// What an approval lets happen, and what not.
struct ApprovalTests {
    private let prod = Samples.environment("prod", type: .prod)
    private let pool = Samples.pool("p", in: "prod", replicas: 2)

    private func observed(_ approvals: [Approval] = [], instances: [ObservedInstance]? = nil) -> ObservedState {
        ObservedState(
            time: Samples.start, objects: [prod, pool].map { Samples.applied($0) },
            instances: instances ?? (0..<2).map { Samples.instance(of: pool, $0) }, approvals: approvals)
    }

    private func approval(_ plan: Plan, _ set: DesiredSet, at time: Date = Samples.start) -> Approval {
        Approval(
            hash: plan.approval ?? Digest(rawValue: ""), source: set.source, revision: set.revision,
            targets: plan.approvable, approvedBy: "ana", approvedAt: time)
    }

    /// Breaks when `covers` leaves out the commit, the source, the expiry or the clock, or `isApproved` the instance.
    @Test("it lets exactly what was printed happen, for its commit and a day")
    func exactly() {
        let set = Samples.set([prod])
        let held = Planner.plan(desired: .known(set), observed: observed())
        #expect(held.held.count == 3)
        let given = approval(held, set)
        let approved = Planner.plan(desired: .known(set), observed: observed([given]))
        #expect(approved.held == [] && approved.executable.count == 3 && approved.approval == nil)

        let later = Samples.set([prod], revision: Samples.revision("5555555"))
        #expect(Planner.plan(desired: .known(later), observed: observed([given])).held.count == 3)
        var old = observed([approval(held, set, at: Samples.start.addingTimeInterval(-86_400))])
        #expect(Planner.plan(desired: .known(set), observed: old).held.count == 3)
        old.approvals = [approval(held, set, at: Samples.start.addingTimeInterval(-86_399))]
        #expect(Planner.plan(desired: .known(set), observed: old).held == [])
        // One from the future, as after a clock was set back.
        old.approvals = [approval(held, set, at: Samples.start.addingTimeInterval(61))]
        #expect(Planner.plan(desired: .known(set), observed: old).held.count == 3)
        let other = Samples.set([prod], source: "other")
        #expect(!given.covers(other.revision, of: other.source, at: Samples.start))
    }

    /// Breaks when `ApprovalForm` leaves out the commit, or the targets.
    @Test("another commit and another set of targets have other hashes, whatever their order")
    func hashes() {
        let all = [DestructiveTarget(object: pool.identity), DestructiveTarget(object: prod.identity)]
        func hash(_ targets: [DestructiveTarget], _ revision: Revision = Samples.commit) -> Digest? {
            Digests.approval(of: targets, source: "default", revision: revision)
        }
        #expect(hash(all) != nil && hash(all) == hash(all.reversed()))
        #expect(hash(all) != hash(all, Samples.revision("5555555")))
        #expect(hash(all) != hash([all[0]]))
        #expect(hash([]) == nil)
    }

    /// Breaks when `parts` of `Pruning` lets an object go without looking at the holds of its instances.
    @Test("an instance that was not printed stays, and its object with it")
    func newInstance() {
        let set = Samples.set([prod])
        let given = approval(Planner.plan(desired: .known(set), observed: observed()), set)
        let instances = [Samples.instance(of: pool, 0), Samples.instance(of: pool, 1, incarnation: 2)]
        let plan = Planner.plan(desired: .known(set), observed: observed([given], instances: instances))
        #expect(plan.executable.map(\.operation) == [.deleteInstance(InstanceID(rawValue: "p-0-1"))])
        #expect(Set(plan.held.map(\.operation)) == [.deleteInstance(InstanceID(rawValue: "p-1-2")), .deleteObject])
        #expect(plan.approval != given.hash)
    }

    @Test("what a dependent's deletion waits for waits on")
    func dependents() {
        let gone = Samples.set([Samples.environment("kept")])
        var world = observed()
        world.objects.append(Samples.applied(Samples.environment("kept")))
        let plan = Planner.plan(desired: .known(gone), observed: world)
        let onlyEnvironment = Approval(
            hash: Digest(rawValue: "a"), source: gone.source, revision: gone.revision,
            targets: [DestructiveTarget(object: prod.identity)], approvedBy: "ana", approvedAt: Samples.start)
        world.approvals = [onlyEnvironment]
        #expect(Planner.plan(desired: .known(gone), observed: world).held.count == plan.held.count)
    }

    /// Breaks when `isApprovable` says true of `sourceStale`.
    @Test("nobody can approve what nobody knows")
    func stale() {
        let set = Samples.set([prod])
        let stale = Planner.plan(desired: .stale(set, reason: "no network"), observed: observed())
        #expect(stale.approval == nil && stale.approvable == [])
        let given = approval(Planner.plan(desired: .known(set), observed: observed()), set)
        let plan = Planner.plan(desired: .stale(set, reason: "no network"), observed: observed([given]))
        #expect(plan.executable.filter(\.operation.isDestructive) == [])
    }

    /// Breaks when `ends` of `PruneTimes` leaves out the approvals.
    @Test("the end of an approval is looked at when it comes")
    func nextLook() {
        let set = Samples.set([prod])
        let given = approval(Planner.plan(desired: .known(set), observed: observed()), set)
        #expect(Planner.nextLook(desired: .known(set), observed: observed([given])) == given.expiresAt)
    }

    @Test("in prod an approved rollout goes on one at a time until it is done")
    func rollout() {
        let hash = Digest(rawValue: "older")
        let set = Samples.set([prod, pool])
        var world = World(
            observed: observed(instances: (0..<2).map { Samples.instance(of: pool, $0, hash: hash) }))
        let held = world.settle(.known(set))
        #expect(held?.held.count == 2 && world.observed.instances.count == 2)
        if let held { world.approve(held, of: set) }
        for _ in 0..<20 {
            let plan = Planner.plan(desired: .known(set), observed: world.observed)
            let running = world.observed.instances.filter { $0.state == .running }
            #expect(Set(running.map(\.tags.ordinal)) == [0, 1], "one of them is missing")
            #expect(world.observed.instances.count <= 3)
            world.step(plan, .known(set))
        }
        #expect(world.observed.instances.allSatisfy { $0.tags.specHash == Digests.instanceHash(of: pool) })
        #expect(world.observed.instances.count == 2)
    }

    @Test("statuses say what to type, and who approved")
    func statuses() throws {
        let set = Samples.set([prod])
        let held = Planner.plan(desired: .known(set), observed: observed())
        let before = StatusAssessor.statuses(desired: .known(set), observed: observed(), plan: held)
        let command = "rondo approve \(try #require(held.approval).approvalText)"
        #expect(before[pool.identity]?.condition(.ready)?.message.contains(command) == true)
        let given = approval(held, set)
        let plan = Planner.plan(desired: .known(set), observed: observed([given]))
        let after = StatusAssessor.statuses(desired: .known(set), observed: observed([given]), plan: plan)
        #expect(after[pool.identity]?.approval == ApprovalStatus(given))
        #expect(after[prod.identity]?.approval == nil)
    }
}
