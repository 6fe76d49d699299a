import Foundation
import Model
import Planning
import Testing

/// What a person sets aside is left alone, whatever git says meanwhile.
struct SuspensionPlanTests {
    private let dev = Timed.environment()

    /// Broken by: in `Facts.suspension`, return nil for `suspensions[…]`.
    @Test("A suspended object is not created, changed, healed or deleted")
    func leavesItAlone() {
        let pool = Timed.pool(replicas: 2)
        let aside = [Timed.suspension(pool)]
        var observed = Timed.running([dev])
        observed.suspensions = aside
        #expect(plan([dev, pool], observed).words == [])

        observed = Timed.running([dev, pool])
        observed.suspensions = aside
        #expect(plan([dev, pool], observed).words == [])
        #expect(plan([dev, Timed.pool(replicas: 5)], observed).words == [])

        observed.instances = [Samples.instance(of: pool, 0)]
        let removed = plan([dev, Timed.environment("other")], observed)
        #expect(removed.words == ["other apply"])
        #expect(removed.paused == [PausedObject(object: pool.identity, reason: .suspended(aside[0]))])
        #expect(removed.held == [])

        observed.suspensions = []
        #expect(plan([dev, Timed.environment("other")], observed).words.contains("pool delete"))
    }

    @Test("A suspended suite does not run, also when somebody asked for it, and what runs goes on")
    func runsNothing() {
        let suite = Samples.suite()
        var observed = Timed.running([dev, suite])
        observed.suspensions = [Timed.suspension(suite)]
        #expect(plan([dev, suite], observed).words == [])
        observed.runs = [
            ActiveRun(
                id: RunID(rawValue: "r-1"), key: SuiteKey(suite: suite.identity, environment: "dev"),
                digest: Digest(rawValue: "old"), revision: Samples.commit)
        ]
        #expect(plan([dev, suite], observed).words == [])
        observed.suspensions = []
        #expect(plan([dev, suite], observed).words.contains("checkout cancel"))
    }

    /// Broken by: in `Suspension.isActive`, return true.
    @Test("It ends by itself when its time is over, and the plan says when to look")
    func ends() {
        let pool = Timed.pool()
        let end = Samples.start.addingTimeInterval(600)
        var observed = Timed.running([dev, pool])
        observed.suspensions = [Timed.suspension(pool, until: end)]
        let desired = DesiredState.known(Samples.set([dev, pool]))
        #expect(plan([dev, pool], observed).words == [])
        #expect(Planner.nextLook(desired: desired, observed: observed) == end)
        observed.time = end
        #expect(plan([dev, pool], observed).words == ["pool create"])
    }

    @Test("What needs a suspended object waits with it, and that wait is no failure of its own")
    func dependents() {
        let pool = Timed.pool()
        let second = Timed.pool("second", dependsOn: [pool.identity])
        let third = Timed.pool("third", dependsOn: [second.identity])
        var observed = Timed.running([dev, pool])
        observed.suspensions = [Timed.suspension(pool)]
        let waiting = plan([dev, pool, second, third], observed)
        #expect(waiting.waiting.map(\.object.name) == ["second", "third"])
        #expect(waiting.waitingInEarnest == [])
        // An environment can't go while something set aside lives in it.
        let other = Timed.environment("other")
        observed.objects.append(Samples.applied(other))
        let removed = plan([other], observed)
        #expect(removed.waiting.map(\.object.name) == ["dev"])
        #expect(removed.waitingInEarnest == [])
    }

    @Test("Its status says who, why and until when, and that nothing is wrong")
    func status() {
        let pool = Timed.pool()
        var observed = Timed.running([dev, pool])
        observed.suspensions = [Timed.suspension(pool, until: Samples.start.addingTimeInterval(3_600))]
        let desired = DesiredState.known(Samples.set([dev, pool]))
        let plan = Planner.plan(desired: desired, observed: observed)
        let status = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[pool.identity]
        let ready = status?.condition(.ready)
        #expect(ready?.status == .unknown && ready?.reason == .suspended)
        #expect(ready?.message == "suspended by ana until 2026-11-21T11:00:00Z: the vendor looks at it")
        #expect(status?.condition(.reconciling) == nil && status?.condition(.stalled) == nil)
        #expect(status?.suspension == observed.suspensions[0])
        let look = DriftDetector(desired: desired, observed: observed)
        #expect(look?.findings() == [])
    }

    private func plan(_ objects: [DeclaredObject], _ observed: ObservedState) -> Plan {
        Planner.plan(desired: .known(Samples.set(objects)), observed: observed)
    }
}
