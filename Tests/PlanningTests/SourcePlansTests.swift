import Foundation
import Model
import Planning
import Testing

/// Plans of several sources: what belongs to whom, and what one can't do to another.
struct SourcePlansTests {
    private static func environment(_ name: String, at line: Int = 1) throws -> DeclaredObject {
        let spec = EnvironmentSpec(type: .dev)
        return DeclaredObject(
            identity: ObjectIdentity(kind: .environment, name: name), spec: .environment(spec),
            location: SourceLocation(file: "\(name).yaml", line: line, column: 1))
    }

    private func sources(_ states: (String, DesiredState)...) -> DesiredSources {
        DesiredSources(states.map { DesiredSources.Entry(source: $0.0, desired: $0.1) })
    }

    private func owned(_ objects: [ObservedObject]) -> [ObjectIdentity: ObservedObject] {
        Dictionary(objects.map { ($0.identity, $0) }) { first, _ in first }
    }

    /// Breaks when `claim` of `SourceOwnership` leaves out who applied it, or who declared it first.
    @Test("An object that two sources declare belongs to whoever applied it, else to the one configured first")
    func ownership() throws {
        let both = try Self.environment("dev")
        let desired = sources(
            ("a", .known(Samples.set([both], source: "a"))), ("b", .known(Samples.set([both], source: "b"))))
        let fresh = SourceOwnership.resolved(desired, owned: [:])
        #expect(fresh["a"]?.set?.objects.count == 1 && fresh["b"]?.set?.objects.isEmpty == true)
        #expect(
            fresh["b"]?.set?.diagnostics.map(\.message) == [
                "Environment/dev belongs to source `a` (dev.yaml:1:1) and can't be declared by `b` too: remove it from "
                    + "one of them"
            ])
        let applied = SourceOwnership.resolved(desired, owned: owned([Samples.applied(both, source: "b")]))
        #expect(applied["a"]?.set?.objects.isEmpty == true && applied["b"]?.set?.objects.count == 1)
        let orphan = SourceOwnership.resolved(desired, owned: owned([Samples.applied(both, source: "old")]))
        #expect(orphan.sets.allSatisfy { $0.objects.isEmpty && $0.hasErrors })
        #expect(orphan["a"]?.set?.diagnostics.first?.message.contains("rondo down --source old") == true)
    }

    /// Breaks when `Pruning` takes objects of every source, or `hold` of `Planner` says nil of `.stale`.
    @Test("Each source prunes what it applied and nothing else; unknown and stale ones prune nothing")
    func pruning() throws {
        let kept = try (0..<2).map { try Self.environment("kept\($0)") }
        let gone = try (0..<2).map { try Self.environment("gone\($0)") }
        let observed = ObservedState(
            time: Samples.start,
            objects: [("a", 0), ("b", 1)].flatMap { source, index in
                [Samples.applied(kept[index], source: source), Samples.applied(gone[index], source: source)]
            })
        let desired = sources(
            ("a", .known(Samples.set([kept[0]], source: "a"))),
            ("b", .stale(Samples.set([kept[1]], source: "b"), reason: "gone")), ("c", .unknown(reason: "never")))
        let plans = Planner.plans(desired: desired, observed: observed)
        #expect(plans.map(\.source) == ["a", "b", "c"])
        #expect(plans[0].plan.executable.map(\.object) == [gone[0].identity])
        #expect(plans[1].plan.executable.isEmpty && plans[1].plan.held.map(\.object) == [gone[1].identity])
        #expect(plans[2].plan.revision == nil && plans[2].plan.actions.isEmpty)
        let merged = Plan(merging: plans)
        #expect(merged.actions == plans.flatMap(\.plan.actions) && merged.unchanged == 2)
    }

    @Test("One source among one plans as it does alone")
    func single() throws {
        let object = try Self.environment("dev")
        let set = Samples.set([object])
        let observed = ObservedState(time: Samples.start)
        let plans = Planner.plans(desired: sources(("default", .known(set))), observed: observed)
        #expect(Plan(merging: plans) == Planner.plan(desired: .known(set), observed: observed))
    }

    @Test("A run of a suite that nobody remembers is ended once, and never while a source can't say whose it is")
    func strayRuns() throws {
        let key = SuiteKey(suite: ObjectIdentity(kind: .testSuite, name: "lost"), environment: "dev")
        let run = ActiveRun(
            id: RunID(rawValue: "r-1"), key: key, digest: Digest(rawValue: "d"), revision: Samples.commit,
            startedAt: Samples.start, total: 1)
        let observed = ObservedState(time: Samples.start, runs: [run])
        let known = ["a", "b"].map { DesiredSources.Entry(source: $0, desired: .known(Samples.set([], source: $0))) }
        let ended = Planner.plans(desired: DesiredSources(known), observed: observed)
        #expect(ended.flatMap(\.plan.actions).count == 1)
        let unsure = DesiredSources(known + [DesiredSources.Entry(source: "c", desired: .unknown(reason: "never"))])
        #expect(Planner.plans(desired: unsure, observed: observed).allSatisfy { $0.plan.actions.isEmpty })
    }

    @Test("An instance is unmanaged when no source claims it, and drift of an unreadable source stays open")
    func drift() throws {
        let stray = Samples.instance(of: Samples.pool(), 0)
        let observed = ObservedState(time: Samples.start, instances: [stray])
        let known = sources(
            ("a", .known(Samples.set([], source: "a"))), ("b", .known(Samples.set([], source: "b"))))
        let look = try #require(DriftLook(desired: known, observed: observed))
        #expect(look.findings.map(\.field) == [stray.id.rawValue])
        let claimed = sources(
            ("a", .known(Samples.set([], source: "a"))),
            ("b", .known(Samples.set([Samples.pool()], source: "b"))))
        #expect(try #require(DriftLook(desired: claimed, observed: observed)).findings.isEmpty)
        var ledger = DriftLedger()
        _ = ledger.take(look, at: Samples.start)
        let unsure = sources(("a", .known(Samples.set([], source: "a"))), ("b", .unknown(reason: "never")))
        let blind = try #require(DriftLook(desired: unsure, observed: ObservedState(time: Samples.start)))
        #expect(ledger.take(blind, at: Samples.start).isEmpty && ledger.open.count == 1)
        #expect(DriftLook(desired: sources(("a", .unknown(reason: "never"))), observed: observed) == nil)
    }

    @Test("Objects without a configured source are told as orphans; those of an unknown one stay as they were")
    func statuses() throws {
        let own = try Self.environment("own")
        let unread = try Self.environment("unread")
        let orphan = try Self.environment("orphan")
        let observed = ObservedState(
            time: Samples.start,
            objects: [
                Samples.applied(own, source: "a"),
                Samples.applied(unread, source: "b", status: ObjectStatus(summary: "as before")),
                Samples.applied(orphan, source: "old"),
            ])
        let desired = sources(("a", .known(Samples.set([own], source: "a"))), ("b", .unknown(reason: "never")))
        let plans = Planner.plans(desired: desired, observed: observed)
        let statuses = StatusAssessor.statuses(desired: desired, observed: observed, plans: plans)
        #expect(statuses[own.identity]?.isReady == true)
        #expect(statuses[unread.identity]?.summary == "as before")
        #expect(statuses[orphan.identity]?.condition(.ready)?.reason == .orphanedSource)
    }
}
