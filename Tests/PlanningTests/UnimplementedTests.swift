import Model
import Planning
import Testing

/// Objects that ask for what this version can't do: recorded, Stalled, and in nobody's way.
struct UnimplementedTests {
    private let dev = Samples.environment()
    private let cloud = Samples.object(
        .cloudResource(CloudResourceSpec(environment: "dev", provider: .gcp, type: .gce, worker: nil)), "vms")

    private func look(
        _ objects: [DeclaredObject], _ observed: ObservedState
    ) -> (plan: Plan, statuses: [ObjectIdentity: ObjectStatus]) {
        let desired = DesiredState.known(Samples.set(objects))
        let plan = Planner.plan(desired: desired, observed: observed)
        return (plan, StatusAssessor.statuses(desired: desired, observed: observed, plan: plan))
    }

    @Test func aResourceOfAProviderWithoutImplementationStalls() {
        let observed = ObservedState(objects: [dev, cloud].map { Samples.applied($0) })
        let (plan, statuses) = look([dev, cloud], observed)
        #expect(plan.actions.isEmpty && plan.waiting.isEmpty && plan.unchanged == 1)
        let reason = "provider `gcp` has no implementation in this version: no instance is made"
        #expect(plan.impossible == [ImpossibleObject(object: cloud.identity, reason: reason)])
        let status = statuses[cloud.identity]
        #expect(status?.condition(.stalled)?.reason == .notImplemented)
        #expect(status?.condition(.stalled)?.message == reason)
        #expect(status?.summary == reason)
        #expect(statuses[dev.identity]?.isReady == true)
    }

    @Test func itIsRecordedAndForgottenLikeAnyOther() {
        let (plan, _) = look([dev, cloud], ObservedState(objects: [Samples.applied(dev)]))
        #expect(plan.actions.map(\.operation) == [.applyObject])
        #expect(plan.impossible.count == 1)
        let gone = look([dev], ObservedState(objects: [dev, cloud].map { Samples.applied($0) })).plan
        #expect(gone.actions.map(\.operation) == [.deleteObject])
        #expect(gone.impossible.isEmpty)
    }

    @Test func whatNeedsItWaitsAndWhatIsSuspendedIsLeftAlone() {
        let pool = Samples.pool(dependsOn: [cloud.identity])
        let observed = ObservedState(objects: [dev, cloud, pool].map { Samples.applied($0) })
        #expect(look([dev, cloud, pool], observed).plan.waiting.map(\.object) == [pool.identity])
        let suspended = Samples.object(cloud.spec, "vms", suspend: true)
        let (plan, statuses) = look(
            [dev, suspended], ObservedState(objects: [dev, suspended].map { Samples.applied($0) }))
        #expect(plan.impossible.isEmpty)
        #expect(statuses[suspended.identity]?.isStalled == false)
    }

    @Test func rulesAndCachesOfWhatIsNotThereSayIt() {
        func reason(_ spec: ObjectSpec) -> String? { Unimplemented.reason(of: spec) }
        #expect(reason(.alertRule(AlertRuleSpec(metric: "run.duration", threshold: 1))) == nil)
        #expect(reason(.alertRule(AlertRuleSpec(metric: "worker.cpu", threshold: 1)))?.contains("worker.cpu") == true)
        let query = PrometheusQuery(url: "http://p", query: "up")
        #expect(
            reason(.alertRule(AlertRuleSpec(metric: "", threshold: 1, prometheus: query)))
                == "nothing records metric `prometheus` in this version: the rule is not evaluated")
        func cache(_ type: CachePolicySpec.CacheType, _ scope: CachePolicySpec.CacheScope) -> ObjectSpec {
            .cachePolicy(CachePolicySpec(type: type, ttl: .minutes(1), maxSize: ByteSize(bytes: 1), scope: scope))
        }
        #expect(reason(cache(.file, .results)) == nil)
        #expect(reason(cache(.redis, .results))?.contains("type `redis`") == true)
        #expect(reason(cache(.memory, .downloads))?.contains("scope `downloads`") == true)
        #expect(reason(dev.spec) == nil)
    }

    @Test func driftCanBeTreatedFieldByField() {
        func pool(_ drift: [DriftField: DriftPolicy]) -> DeclaredObject {
            Samples.object(
                .cloudResource(CloudResourceSpec(environment: "dev", replicas: 2, drift: .byField(drift))), "pool")
        }
        func look(_ pool: DeclaredObject) -> (plan: Plan, findings: [DriftFinding], status: ObjectStatus?) {
            let observed = ObservedState(
                objects: [dev, pool].map { Samples.applied($0) },
                instances: [Samples.instance(of: pool, 0, state: .stopped)], losses: [Samples.loss(of: pool, 1)])
            let desired = DesiredState.known(Samples.set([dev, pool]))
            let plan = Planner.plan(desired: desired, observed: observed)
            let status = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[pool.identity]
            return (plan, DriftDetector(desired: desired, observed: observed)?.findings() ?? [], status)
        }
        let reporting = look(pool([.state: .report]))
        #expect(reporting.plan.actions.map(\.reason) == [.instanceLost(ordinal: 1)])
        #expect(reporting.findings.map(\.policy) == [.report, .correct])
        let ignoring = look(pool([.state: .ignore, .instance: .report]))
        #expect(ignoring.plan.actions.isEmpty)
        #expect(ignoring.findings.map(\.field) == ["instance[1]"])
        #expect(ignoring.status?.condition(.ready)?.message == "drift reported: instance 1 is missing")
        let other = look(pool([.instance: .ignore]))
        #expect(other.plan.actions.map(\.reason) == [.instanceStopped(ordinal: 0)])
    }
}
