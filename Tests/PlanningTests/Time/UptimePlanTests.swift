import Foundation
import Model
import Planning
import Testing

/// Outside of its hours a resource is stopped, and that is neither drift nor a prune. Now is Saturday 10:00 UTC.
struct UptimePlanTests {
    private let dev = Timed.environment()

    /// Broken by: in `Facts.isDown`, return false.
    @Test("Outside of its hours what runs is stopped, and nothing is made")
    func stops() throws {
        let pool = Timed.pool(replicas: 2, schedule: try Timed.schedule("07:00", "09:00"))
        let observed = Timed.running([dev, pool], instances: [Samples.instance(of: pool, 0)])
        let plan = plan([dev, pool], observed)
        #expect(plan.words == ["pool stop"])
        #expect(plan.actions.map(\.reason) == [.outsideHours])
        #expect(!plan.actions.contains { $0.operation.isDestructive })
        #expect(Planner.nextLook(desired: .known(Samples.set([dev, pool])), observed: observed) == at("22T07:00"))
    }

    @Test("When its hours begin, what was stopped is started, whatever the drift policy, and the rest is made")
    func starts() throws {
        let pool = Timed.pool(replicas: 2, schedule: try Timed.schedule("07:00", "12:00"), drift: .report)
        let instance = Samples.instance(of: pool, 0, state: .stopped)
        var observed = Timed.running([dev, pool], instances: [instance])
        observed.plannedStops = [instance.id]
        let plan = plan([dev, pool], observed)
        #expect(plan.words == ["pool create", "pool start"])
        #expect(plan.actions.last?.reason == .hoursBegan)
        let desired = DesiredState.known(Samples.set([dev, pool]))
        #expect(DriftDetector(desired: desired, observed: observed)?.findings() == [])
        // What somebody else stopped is drift as ever.
        observed.plannedStops = []
        #expect(self.plan([dev, pool], observed).words == ["pool create"])
        #expect(DriftDetector(desired: desired, observed: observed)?.findings().map(\.field) == ["instance[0].state"])
    }

    @Test("Stopped as planned is as desired; what needs its workers waits")
    func status() throws {
        let pool = Timed.pool(schedule: try Timed.schedule("07:00", "09:00"))
        let suite = Samples.suite()
        let instance = Samples.instance(of: pool, 0, state: .stopped)
        var observed = Timed.running([dev, pool, suite], instances: [instance])
        observed.plannedStops = [instance.id]
        let desired = DesiredState.known(Samples.set([dev, pool, suite]))
        let plan = Planner.plan(desired: desired, observed: observed)
        #expect(plan.words == [])
        #expect(plan.waiting == [WaitingObject(object: suite.identity, waitsFor: [pool.identity])])
        let status = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[pool.identity]
        #expect(status?.condition(.ready)?.status == .yes)
        #expect(status?.condition(.ready)?.reason == .scheduledDown)
        #expect(status?.summary == "stopped by its schedule until Sun 07:00 UTC")
        #expect(status?.instances?.map(\.drift) == [nil])
        #expect(status?.nextUptimeChange == at("22T07:00"))
        #expect(DriftDetector(desired: desired, observed: observed)?.findings() == [])
    }

    @Test("Runs that are under way may end first, for a quarter of an hour")
    func grace() throws {
        let pool = Timed.pool(schedule: try Timed.schedule("07:00", "09:55"))
        let suite = Samples.suite()
        var observed = Timed.running([dev, pool, suite], instances: [Samples.instance(of: pool, 0)])
        let set = Samples.set([dev, pool, suite])
        let digest = Digests.suiteInputs(of: try #require(set.suites.first))
        observed.runs = [
            ActiveRun(
                id: RunID(rawValue: "r-1"), key: SuiteKey(suite: suite.identity, environment: "dev"), digest: digest,
                revision: Samples.commit, total: 2)
        ]
        #expect(plan([dev, pool, suite], observed).words == [])
        #expect(Planner.nextLook(desired: .known(set), observed: observed) == at("21T10:10"))
        observed.time = at("21T10:10")
        #expect(plan([dev, pool, suite], observed).words == ["pool stop"])
    }

    private func at(_ text: String) -> Date {
        (try? Date.ISO8601FormatStyle().parse("2026-11-\(text):00Z")) ?? .distantPast
    }

    private func plan(_ objects: [DeclaredObject], _ observed: ObservedState) -> Plan {
        Planner.plan(desired: .known(Samples.set(objects)), observed: observed)
    }
}
