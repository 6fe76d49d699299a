import Foundation
import Model
import Planning
import Testing

/// Changes wait for their environment's sync windows; what heals does not. Now is Saturday 10:00 UTC.
struct SyncWindowPlanTests {
    private let opening = Samples.start.addingTimeInterval(8 * 3_600)

    private func closed() throws -> [SyncWindow] { [try Timed.window("0 18 * * *", .minutes(60))] }

    /// Broken by: in `Facts.pause`, leave out `.syncWindow`.
    @Test("Outside of a window nothing is created, changed or deleted, and the plan says until when")
    func waits() throws {
        let dev = Timed.environment(windows: try closed())
        let pool = Timed.pool()
        let new = plan([dev, pool], ObservedState(time: Samples.start))
        #expect(new.words == [])
        #expect(
            new.paused == [
                PausedObject(object: dev.identity, reason: .syncWindow(until: opening, pending: .create)),
                PausedObject(object: pool.identity, reason: .syncWindow(until: opening, pending: .create)),
            ])
        #expect(new.waitingInEarnest == [])

        let observed = Timed.running([dev, pool], instances: [Samples.instance(of: pool, 0)])
        #expect(plan([dev, Timed.pool(replicas: 3)], observed).words == [])
        let removed = plan([dev], observed)
        #expect(removed.words == [])
        #expect(removed.paused.map(\.reason) == [.syncWindow(until: opening, pending: .delete)])
        let desired = DesiredState.known(Samples.set([dev, Timed.pool(replicas: 3)]))
        #expect(Planner.nextLook(desired: desired, observed: observed) == opening)
        var later = observed
        later.time = opening
        #expect(plan([dev, Timed.pool(replicas: 3)], later).words == ["pool apply", "pool create", "pool create"])
        #expect(plan([dev], later).words == ["pool delete", "pool forget"])
    }

    @Test("What was lost is made again outside of a window, and a change that began is finished")
    func heals() throws {
        let dev = Timed.environment(windows: try closed(), services: ["shop": Samples.mock()])
        let pool = Timed.pool(replicas: 2)
        var observed = Timed.running([dev, pool], instances: [Samples.instance(of: pool, 0)])
        observed.losses = [Samples.loss(of: pool, 1)]
        #expect(plan([dev, pool], observed).words == ["pool create"])
        observed.losses = []
        #expect(plan([dev, pool], observed).words == ["pool create"])
        observed.environments = []
        #expect(plan([dev, pool], observed).words.first == "dev serve")
    }

    /// Broken by: in `TimedChanges.moments`, leave out the windows of what was applied.
    @Test("Where an environment leaves git, its end is looked at when its window opens")
    func leaves() throws {
        let observed = Timed.running([Timed.environment(windows: try closed())])
        let desired = DesiredState.known(Samples.set([Timed.environment("other")]))
        let plan = Planner.plan(desired: desired, observed: observed)
        #expect(plan.paused.map(\.reason) == [.syncWindow(until: opening, pending: .delete)])
        #expect(Planner.nextLook(desired: desired, observed: observed) == opening)
    }

    /// Broken by: in `Facts.closure(ofEnvironment:)`, leave out the windows as they were applied.
    @Test("A commit can't open its own window, but one that never opens can be mended")
    func cannotOpenItself() throws {
        let dev = Timed.environment(windows: try closed())
        let observed = Timed.running([dev])
        #expect(plan([Timed.environment()], observed).words == [])
        let never = Timed.environment(windows: [try Timed.window("* * * * *", .minutes(60), deny: true)])
        #expect(plan([Timed.environment()], Timed.running([never])).words == ["dev apply"])
        let stuck = plan([Timed.environment(windows: never.windows + (try closed()))], Timed.running([never]))
        #expect(stuck.paused.map(\.reason) == [.syncWindow(until: nil, pending: .change)])
    }

    /// Broken by: in `SyncWindows.isOpen`, return true in a deny window.
    @Test("A deny window wins over an allow window")
    func denies() throws {
        let windows = [
            try Timed.window("0 8 * * *", .minutes(600)), try Timed.window("0 9 * * 6", .minutes(120), deny: true),
        ]
        let dev = Timed.environment(windows: windows)
        let plan = plan([dev], ObservedState(time: Samples.start))
        #expect(
            plan.paused.map(\.reason) == [.syncWindow(until: Samples.start.addingTimeInterval(3_600), pending: .create)]
        )
        let open = ObservedState(time: Samples.start.addingTimeInterval(3_600))
        #expect(self.plan([dev], open).words == ["dev apply"])
    }

    @Test("Its status is Reconciling with the reason, never failed; suites run meanwhile")
    func status() throws {
        let dev = Timed.environment(windows: try closed())
        let pool = Timed.pool()
        let suite = Samples.suite()
        let observed = Timed.running([dev, pool], instances: [Samples.instance(of: pool, 0)])
        let desired = DesiredState.known(Samples.set([dev, Timed.pool(replicas: 3), suite]))
        let plan = Planner.plan(desired: desired, observed: observed)
        #expect(plan.words == ["checkout apply", "checkout run"])
        let status = StatusAssessor.statuses(desired: desired, observed: observed, plan: plan)[pool.identity]
        #expect(status?.condition(.reconciling)?.reason == .syncWindowClosed)
        #expect(status?.condition(.ready)?.status == .unknown)
        #expect(status?.pausedUntil == opening)
        #expect(status?.summary.contains("change waits for the sync window that opens at 2026-11-21T18:00:00Z") == true)
    }

    private func plan(_ objects: [DeclaredObject], _ observed: ObservedState) -> Plan {
        Planner.plan(desired: .known(Samples.set(objects)), observed: observed)
    }
}

extension DeclaredObject {
    fileprivate var windows: [SyncWindow] {
        guard case .environment(let spec) = spec else { return [] }
        return spec.syncWindows
    }
}
