import Model
import Planning
import Testing

struct EnvironmentPlanTests {
    private let dev = Samples.id(.environment, "dev")

    private func plan(_ object: DeclaredObject, _ observed: ObservedState) -> Plan {
        Planner.plan(desired: .known(Samples.set([object])), observed: observed)
    }

    @Test func aNewOneIsAppliedAndServed() {
        let plan = plan(Samples.environment(services: ["cart": Samples.mock()]), ObservedState())
        #expect(
            plan.actions == [
                PlannedAction(object: dev, operation: .applyObject, reason: .added),
                PlannedAction(object: dev, operation: .serveMocks, reason: .mocksNotServed),
            ])
        #expect(plan.unchanged == 0)
        #expect(plan.hash == Digests.plan(revision: Samples.commit, actions: plan.actions))
    }

    @Test func aChangeNamesItsFields() throws {
        let old = try Samples.environment(variables: ["region": "a"]).written()
        let new = try Samples.environment(variables: ["region": "b"]).written()
        let plan = plan(new, ObservedState(objects: [Samples.applied(old)]))
        #expect(plan.actions.map(\.reason) == [.changed(["variables.region"])])
    }

    @Test(arguments: [
        [], [ObservedService(name: "cart", url: "u", ready: true, mock: Samples.mockSpec(500))],
        [
            ObservedService(name: "cart", url: "u", ready: true, mock: Samples.mockSpec()),
            ObservedService(name: "old", url: "u", ready: true, mock: Samples.mockSpec()),
        ],
    ])
    func mocksThatAreNotAsDeclaredAreServedAgain(services: [ObservedService]) {
        let object = Samples.environment(services: ["cart": Samples.mock(), "real": .url("http://real")])
        let observed = ObservedState(
            objects: [Samples.applied(object)],
            environments: [ObservedEnvironment(identity: dev, services: services)])
        #expect(plan(object, observed).actions.map(\.operation) == [.serveMocks])
    }

    @Test func whatIsServedAsDeclaredNeedsNothing() {
        let object = Samples.environment(services: ["cart": Samples.mock(), "real": .url("http://real")])
        let services = [
            ObservedService(name: "cart", url: "u", ready: true, mock: Samples.mockSpec()),
            ObservedService(name: "real", url: "http://real", ready: true),
        ]
        let observed = ObservedState(
            objects: [Samples.applied(object)],
            environments: [ObservedEnvironment(identity: dev, services: services)])
        let plan = plan(object, observed)
        #expect(plan.actions == [])
        #expect(plan.unchanged == 1)
    }

    @Test func aSuspendedOneIsLeftAloneAndStays() {
        let object = Samples.environment(services: ["cart": Samples.mock()], suspend: true)
        #expect(plan(object, ObservedState()).actions == [])
        let applied = Samples.environment(services: ["cart": Samples.mock()])
        let plan = plan(object, ObservedState(objects: [Samples.applied(applied)]))
        #expect(plan.actions == [])
        #expect(plan.paused.map(\.object) == [dev])
        #expect(plan.unchanged == 0)
    }

    @Test func anotherSourcesObjectIsLeftAlone() {
        let mine = Samples.environment(services: ["cart": Samples.mock()])
        let theirs = Samples.applied(Samples.environment(), source: "other")
        #expect(plan(mine, ObservedState(objects: [theirs])).actions == [])
        let pool = Samples.applied(Samples.pool(replicas: 1), source: "other")
        let set = Samples.set([Samples.environment(), Samples.pool(replicas: 3)])
        let plan = Planner.plan(
            desired: .known(set), observed: ObservedState(objects: [Samples.applied(Samples.environment()), pool]))
        #expect(plan.actions == [])
        let statuses = StatusAssessor.statuses(
            desired: .known(set), observed: ObservedState(objects: [pool]), plan: plan)
        #expect(statuses.keys.map(\.name) == ["dev"])
    }

    @Test func whatNeedsASuspendedObjectIsSetAsideWithIt() {
        let suspended = Samples.environment(suspend: true)
        let observed = ObservedState(objects: [Samples.applied(suspended)])
        let plan = Planner.plan(desired: .known(Samples.set([suspended, Samples.pool()])), observed: observed)
        #expect(plan.actions == [])
        #expect(plan.waiting.map(\.waitsFor) == [[dev]])
    }

    @Test func rulesAndCachesAreApplied() throws {
        let set = Samples.set([try Samples.rule(), try Samples.cache()])
        let plan = Planner.plan(desired: .known(set), observed: ObservedState())
        #expect(plan.actions.map(\.operation) == [.applyObject, .applyObject])
    }

    /// Breaks when `gated` has no blockers.
    @Test func whatNeedsAnUnreadyObjectWaits() throws {
        let objects = [
            Samples.environment(services: ["cart": Samples.mock()]), try Samples.rule("r", in: "dev"),
            try Samples.cache("c", in: ["dev"]), Samples.pool("p"), Samples.suite("s"),
            Samples.environment("b", dependsOn: [Samples.id(.cloudResource, "missing")]),
        ]
        let plan = Planner.plan(desired: .known(Samples.set(objects)), observed: ObservedState())
        #expect(Set(plan.actions.map(\.object)) == [dev])
        #expect(
            Set(plan.waiting) == [
                WaitingObject(object: Samples.id(.environment, "b"), waitsFor: [Samples.id(.cloudResource, "missing")]),
                WaitingObject(object: Samples.id(.cloudResource, "p"), waitsFor: [dev]),
                WaitingObject(object: Samples.id(.testSuite, "s"), waitsFor: [dev]),
                WaitingObject(object: Samples.id(.alertRule, "r"), waitsFor: [dev]),
                WaitingObject(object: Samples.id(.cachePolicy, "c"), waitsFor: [dev]),
            ])
    }

    @Test func aServiceThatIsDownHoldsUpWhatNeedsIt() {
        let environment = Samples.environment(services: ["real": .url("http://real")])
        let observed = ObservedState(
            objects: [Samples.applied(environment)],
            environments: [
                ObservedEnvironment(
                    identity: dev, services: [ObservedService(name: "real", url: "http://real", ready: false)])
            ])
        let set = Samples.set([environment, Samples.pool()])
        #expect(Planner.plan(desired: .known(set), observed: observed).waiting.map(\.object.name) == ["pool"])
    }

    @Test func anotherSourcesEnvironmentCanBeNeeded() {
        let foreign = Samples.applied(Samples.environment(), source: "platform")
        let set = Samples.set([Samples.pool(replicas: 1)])
        let plan = Planner.plan(desired: .known(set), observed: ObservedState(objects: [foreign]))
        #expect(plan.waiting == [])
        #expect(plan.actions.count == 2)
    }

    @Test func membersOfACycleAreLeftAlone() {
        let a = Samples.environment("a", dependsOn: [Samples.id(.environment, "b")])
        let b = Samples.environment("b", dependsOn: [Samples.id(.environment, "a")])
        let set = Samples.set([a, b, Samples.environment("c")])
        let plan = Planner.plan(desired: .known(set), observed: ObservedState())
        #expect(plan.actions.map(\.object.name) == ["c"])
        #expect(plan.cycles == [[a.identity, b.identity, a.identity]])
        #expect(plan.unchanged == 0)
    }

    @Test func unknownDesiredStateDoesNothing() {
        let plan = Planner.plan(
            desired: .unknown(reason: "no network"), observed: ObservedState(objects: [Samples.applied(Samples.pool())])
        )
        #expect(plan.actions == [])
        #expect(plan.revision == nil)
    }

    @Test func detailsShowBothValuesAndTheInstancesThatEnd() throws {
        let environment = Samples.environment()
        let old = try Samples.pool(replicas: 2).written()
        let new = try Samples.pool(replicas: 1).written()
        let observed = ObservedState(
            time: Samples.start, objects: [Samples.applied(environment), Samples.applied(old)],
            instances: [Samples.instance(of: old, 0), Samples.instance(of: old, 1)])
        let desired = DesiredState.known(Samples.set([environment, new, Samples.pool("later", in: "nowhere")]))
        let plan = Planner.plan(desired: desired, observed: observed)
        let details = Planner.details(of: plan, desired: desired, observed: observed)
        #expect(
            details
                == PlanDetails(
                    observedAt: Samples.start,
                    objects: [
                        PlannedObject(object: Samples.id(.cloudResource, "later"), isNew: true),
                        PlannedObject(
                            object: new.identity,
                            changes: [FieldChange(path: "replicas", old: .integer(2), new: .integer(1))],
                            instances: [observed.instances[1]]),
                    ]))
    }
}
