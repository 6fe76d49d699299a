import Foundation
import Model
import Planning
import Testing

struct StatusAssessorTests {
    private let dev = Samples.environment()

    private func statuses(
        _ objects: [DeclaredObject], _ observed: ObservedState, context: AssessmentContext = AssessmentContext(),
        wrap: (DesiredSet) -> DesiredState = { .known($0) }
    ) -> [ObjectIdentity: ObjectStatus] {
        let desired = wrap(Samples.set(objects))
        let plan = Planner.plan(desired: desired, observed: observed)
        return StatusAssessor.statuses(desired: desired, observed: observed, plan: plan, context: context)
    }

    private func told(_ status: ObjectStatus?, _ type: Condition.ConditionType) -> String? {
        status?.condition(type).map { "\($0.status.rawValue) \($0.reason.rawValue): \($0.message)" }
    }

    @Test func anAppliedEnvironmentIsReady() {
        let environment = Samples.environment(services: ["cart": Samples.mock(), "shop": .url("http://shop")])
        let observed = ObservedState(
            time: Samples.start, objects: [Samples.applied(environment)],
            environments: [
                ObservedEnvironment(
                    identity: environment.identity,
                    services: [
                        ObservedService(
                            name: "cart", url: "http://127.0.0.1:4000", ready: true, mock: Samples.mockSpec())
                    ])
            ])
        let status = statuses([environment], observed)[environment.identity]
        #expect(status?.summary == "ready, 1 service mocked on 127.0.0.1:4000, 1 by address")
        #expect(status?.conditions.map(\.type) == [.ready, .servicesReady])
        #expect(status?.isReady == true)
        #expect(status?.observedGeneration == 1)
        #expect(status?.lastAppliedRevision == Samples.commit.description)
        #expect(status?.lastAttemptedRevision == Samples.commit.description)
        #expect(
            status?.services == [
                ServiceStatus(name: "cart", ready: true, url: "http://127.0.0.1:4000", mock: true),
                ServiceStatus(name: "shop", ready: true, url: "http://shop", mock: false),
            ])
    }

    @Test(arguments: [
        ([:], "ready"), (["a": ServiceSpec.url("http://a")], "ready, 1 service"),
        (["a": .url("http://a"), "b": .url("http://b")], "ready, 2 services"),
    ])
    func environmentsAreSummedUp(services: [String: ServiceSpec], summary: String) {
        let environment = Samples.environment(services: services)
        let status = statuses([environment], ObservedState(objects: [Samples.applied(environment)]))
        #expect(status[environment.identity]?.summary == summary)
    }

    @Test func mocksThatAreNotServedAreSaidSo() {
        let environment = Samples.environment(services: ["cart": Samples.mock(), "user": Samples.mock()])
        let status = statuses([environment], ObservedState(objects: [Samples.applied(environment)]))[
            environment.identity]
        #expect(told(status, .ready) == "Unknown Progressing: serving mocks: mocks are not served")
        #expect(told(status, .reconciling) == "True Progressing: serving mocks: mocks are not served")
        #expect(told(status, .servicesReady) == "False Progressing: not served yet: cart, user")
        #expect(status?.summary == "not served yet: cart, user")
    }

    @Test func aServiceThatIsDownKeepsItFromBeingReady() {
        let environment = Samples.environment(services: ["shop": .url("http://shop")])
        let observed = ObservedState(
            objects: [Samples.applied(environment)],
            environments: [
                ObservedEnvironment(
                    identity: environment.identity,
                    services: [ObservedService(name: "shop", url: "http://shop", ready: false)])
            ])
        #expect(
            told(statuses([environment], observed)[environment.identity], .reconciling)
                == "True Progressing: not served yet: shop")
    }

    @Test func aNewObjectIsUnderWay() {
        let status = statuses([dev], ObservedState())[dev.identity]
        #expect(told(status, .reconciling) == "True Progressing: applying: added in git")
        #expect(status?.observedGeneration == 0)
        #expect(status?.lastAppliedRevision == nil)
    }

    @Test func poolsTellInstancesAndWorkers() throws {
        let pool = Samples.pool()
        let instances = [
            Samples.instance(of: pool, 0), Samples.instance(of: pool, 1),
            Samples.instance(of: pool, 0, state: .terminated),
        ]
        let workers = instances.prefix(2).enumerated().map { index, instance in
            WorkerRecord(
                id: WorkerID(rawValue: "w\(index)"), tags: instance.tags, capabilities: [:],
                resources: InstanceResources(), slots: 1, version: "0.1.0", joinedAt: Samples.start,
                lastSeen: Samples.start.addingTimeInterval(Double(index) * 20))
        }
        let observed = ObservedState(
            time: Samples.start.addingTimeInterval(20), objects: [dev, pool].map { Samples.applied($0) },
            instances: instances)
        let context = AssessmentContext(workers: workers, busy: [WorkerID(rawValue: "w1")])
        let status = try #require(statuses([dev, pool], observed, context: context)[pool.identity])
        #expect(status.summary == "2/2 running, 1 joined")
        #expect(status.readyReplicas == 2)
        #expect(status.instances?.map(\.worker) == [.offline, .busy])
        #expect(told(status, .ready) == "True InstancesRunning: 2/2 running, 1 joined")
        #expect(told(status, .workersJoined) == "False WorkersMissing: 1 of 2 joined")
        let none = try #require(statuses([dev, pool], observed)[pool.identity])
        #expect(none.instances?.map(\.worker) == [nil, nil])
        var soon = observed
        soon.time = Samples.start
        let all = try #require(statuses([dev, pool], soon, context: context)[pool.identity])
        #expect(told(all, .workersJoined) == "True WorkerJoined: 2 of 2 joined")
        #expect(all.instances?.map(\.worker) == [.idle, .busy])
    }

    @Test func poolsWithoutWorkersHaveNoSuchCondition() {
        let pool = Samples.pool(replicas: 1, worker: false)
        let observed = ObservedState(
            objects: [dev, pool].map { Samples.applied($0) }, instances: [Samples.instance(of: pool, 0)])
        let status = statuses([dev, pool], observed)[pool.identity]
        #expect(status?.summary == "1/1 running")
        #expect(status?.condition(.workersJoined) == nil)
    }

    @Test func bootingAndReplacingAreProgress() {
        let pool = Samples.pool(replicas: 1)
        func reconciling(_ instance: ObservedInstance) -> String? {
            let observed = ObservedState(objects: [dev, pool].map { Samples.applied($0) }, instances: [instance])
            return told(statuses([dev, pool], observed)[pool.identity], .reconciling)
        }
        #expect(reconciling(Samples.instance(of: pool, 0, state: .pending)) == "True Progressing: 0 of 1 running")
        #expect(
            reconciling(Samples.instance(of: pool, 0, hash: Digest(rawValue: "x")))
                == "True Progressing: creating instance 0: the definition of instance 0 changed")
    }

    @Test func waitingIsNeverFailure() {
        let pool = Samples.pool("p", in: "missing")
        let status = statuses([pool], ObservedState())[pool.identity]
        #expect(told(status, .ready) == "Unknown DependencyNotReady: waits for Environment/missing")
        #expect(told(status, .reconciling) == "True DependencyNotReady: waits for Environment/missing")
        #expect(status?.isStalled == false)
    }

    @Test func cyclesStall() {
        let a = Samples.environment("a", dependsOn: [Samples.id(.environment, "a")])
        #expect(
            told(statuses([a], ObservedState())[a.identity], .stalled)
                == "True DependencyNotReady: dependency cycle: Environment/a → Environment/a")
    }

    @Test func failedActionsAreRetried() {
        let context = AssessmentContext(failures: [dev.identity: "port in use, next try in 4 s"])
        let status = statuses([dev], ObservedState(), context: context)[dev.identity]
        #expect(told(status, .ready) == "False ActionFailed: port in use, next try in 4 s")
        #expect(told(status, .reconciling) == "True ProgressingWithRetry: port in use, next try in 4 s")
    }

    @Test func suspendedObjectsAreNeitherGoodNorBad() {
        let environment = Samples.environment(suspend: true)
        let status = statuses([environment], ObservedState(objects: [Samples.applied(dev)]))[environment.identity]
        #expect(told(status, .ready)?.hasPrefix("Unknown Suspended") == true)
        #expect(status?.summary == "suspended")
        #expect(status?.condition(.reconciling) == nil)
    }

    @Test func heldDeletionsAreTold() {
        let pool = Samples.pool(replicas: 0, protected: true)
        let observed = ObservedState(objects: [dev, pool].map { Samples.applied($0) })
        let status = statuses([dev], observed)[pool.identity]
        let plan = Planner.plan(desired: .known(Samples.set([dev])), observed: observed)
        let command = "(rondo approve \(plan.approval?.approvalText ?? "–"))"
        #expect(told(status, .ready) == "True PruneHeld: deletion held \(command): protected by rondo.dev/prune")
        #expect(status?.summary == "0/0 running, 0 joined, deletion held \(command): protected by rondo.dev/prune")
        #expect(status?.held == .protected)
    }

    @Test func leavingObjectsAreTold() {
        let old = Samples.environment("old")
        let foreign = Samples.applied(Samples.pool("theirs", in: "old"), source: "other")
        let observed = ObservedState(objects: [dev, old].map { Samples.applied($0) })
        #expect(
            told(statuses([dev], observed)[old.identity], .reconciling)
                == "True Progressing: deleting: removed from git")
        let needed = statuses([dev], ObservedState(objects: observed.objects + [foreign]))
        #expect(needed[old.identity]?.summary == "stays while it is needed by CloudResource/theirs")
        #expect(needed[foreign.identity] == nil)
    }

    @Test func anUnknownDesiredStateLeavesStatusesAlone() {
        let status = ObjectStatus(observedGeneration: 4, summary: "as it was")
        let observed = ObservedState(objects: [Samples.applied(dev, status: status)])
        #expect(statuses([], observed, wrap: { _ in .unknown(reason: "x") }) == [dev.identity: status])
    }

    @Test func transitionsKeepTheirTime() {
        let earlier = Samples.start.addingTimeInterval(-60)
        func observed(_ value: Condition.Value) -> ObservedState {
            let before = Condition(type: .ready, status: value, reason: .applied, lastTransitionTime: earlier)
            return ObservedState(
                time: Samples.start, objects: [Samples.applied(dev, status: ObjectStatus(conditions: [before]))])
        }
        func since(_ value: Condition.Value) -> Date? {
            statuses([dev], observed(value))[dev.identity]?.condition(.ready)?.lastTransitionTime
        }
        #expect(since(.yes) == earlier)
        #expect(since(.no) == Samples.start)
    }

    @Test func rulesAndCachesAreAccepted() throws {
        let objects = [try Samples.rule(), try Samples.cache()]
        let status = statuses(objects, ObservedState(objects: objects.map { Samples.applied($0) }))
        #expect(status[objects[0].identity]?.summary == "not evaluated yet")
        #expect(status[objects[1].identity]?.summary == "accepted")
        #expect(status.values.allSatisfy { $0.isReady })
    }

    @Test func everyActionIsExplained() throws {
        let pool = Samples.pool(replicas: 1)
        let observed = ObservedState(objects: [dev, pool].map { Samples.applied($0) })
        #expect(
            told(statuses([dev, pool], observed)[pool.identity], .reconciling)
                == "True Progressing: creating instance 0: instance 0 is missing")
    }
}
