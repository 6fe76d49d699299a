import Model
import Planning
import Testing

/// What is done about instances that were lost or stopped without a commit having asked for it.
struct DriftPlanTests {
    private func plan(
        _ pool: DeclaredObject, _ instances: [ObservedInstance], losses: [LostInstance] = [],
        environment: DeclaredObject = Samples.environment()
    ) -> Plan {
        Planner.plan(
            desired: .known(Samples.set([environment, pool])),
            observed: ObservedState(
                objects: [environment, pool].map { Samples.applied($0) }, instances: instances, losses: losses))
    }

    private func statusOf(_ pool: DeclaredObject, _ instances: [ObservedInstance], losses: [LostInstance])
        -> ObjectStatus?
    {
        let environment = Samples.environment()
        let desired = DesiredState.known(Samples.set([environment, pool]))
        let observed = ObservedState(
            objects: [environment, pool].map { Samples.applied($0) }, instances: instances, losses: losses)
        let plan = Planner.plan(desired: desired, observed: observed)
        return StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[pool.identity]
    }

    @Test func aLostInstanceIsMadeAgainUnderCorrect() {
        let pool = Samples.pool(replicas: 2, drift: .correct)
        let plan = plan(pool, [Samples.instance(of: pool, 0)], losses: [Samples.loss(of: pool, 1)])
        #expect(plan.actions.map(\.reason) == [.instanceLost(ordinal: 1)])
    }

    /// Breaks when `remakes` of `resourceSteps` is true whatever the policy.
    @Test(arguments: [DriftPolicy.report, .ignore])
    func aLostInstanceIsLeftAsItIsUnderOtherPolicies(policy: DriftPolicy) {
        let pool = Samples.pool(replicas: 3, drift: policy)
        let plan = plan(pool, [Samples.instance(of: pool, 0)], losses: [Samples.loss(of: pool, 1)])
        // Ordinal 2 never was: it is work, not drift.
        #expect(plan.actions.map(\.reason) == [.instanceMissing(ordinal: 2)])
    }

    @Test func theEnvironmentSaysWhatTheResourceDoesNot() {
        let lost = [Samples.loss(of: Samples.pool(), 1)]
        let reporting = Samples.environment(drift: .report)
        let inheriting = Samples.pool(replicas: 2)
        let own = Samples.pool(replicas: 2, drift: .correct)
        let one = [Samples.instance(of: inheriting, 0)]
        #expect(plan(inheriting, one, losses: lost, environment: reporting).actions == [])
        #expect(plan(own, one, losses: lost, environment: reporting).actions.count == 1)
        #expect(plan(inheriting, one, losses: lost).actions.count == 1)
    }

    /// Breaks when `restarts` of `starts` is true whatever the policy.
    @Test func aStoppedInstanceIsStartedOnlyUnderCorrect() {
        for policy in DriftPolicy.allCases {
            let pool = Samples.pool(replicas: 1, drift: policy)
            let stopped = Samples.instance(of: pool, 0, state: .stopped)
            let actions = plan(pool, [stopped]).actions
            #expect(actions.map(\.operation) == (policy == .correct ? [.startInstance(stopped.id)] : []))
        }
    }

    @Test func aStoppedInstanceOfAnOlderDefinitionIsReplacedWhateverThePolicy() {
        let pool = Samples.pool(replicas: 1, drift: .report)
        let stopped = Samples.instance(of: pool, 0, state: .stopped, hash: Digest(rawValue: "older"))
        #expect(plan(pool, [stopped]).actions.map(\.operation) == [.deleteInstance(stopped.id)])
    }

    @Test func reportedDriftIsNotReadyAndNothingIsUnderWay() throws {
        let pool = Samples.pool(replicas: 2, worker: false, drift: .report)
        let status = try #require(
            statusOf(pool, [Samples.instance(of: pool, 0)], losses: [Samples.loss(of: pool, 1)]))
        #expect(status.condition(.ready)?.reason == .driftReported)
        #expect(status.condition(.ready)?.status == .no)
        #expect(status.condition(.reconciling) == nil && status.condition(.stalled) == nil)
        #expect(status.summary == "1/2 running, drift reported: instance 1 is missing")
    }

    @Test func ignoredDriftIsAsGoodAsRunning() throws {
        let pool = Samples.pool(replicas: 2, worker: false, drift: .ignore)
        let stopped = Samples.instance(of: pool, 0, state: .stopped)
        let status = try #require(statusOf(pool, [stopped], losses: [Samples.loss(of: pool, 1)]))
        #expect(status.isReady)
        #expect(status.instances?.first?.drift == "state: stopped")
    }
}
