import Foundation
import Model
import Planning
import Testing

/// What a look over several sources can say, and of what it says nothing.
struct DriftLookTests {
    private let dev = Samples.environment()
    private let pool = Samples.pool(replicas: 1)

    private func look(_ other: DesiredState, instances: [ObservedInstance]) throws -> DriftLook {
        let desired = DesiredSources([
            DesiredSources.Entry(source: "default", desired: .known(Samples.set([dev]))),
            DesiredSources.Entry(source: "other", desired: other),
        ])
        let observed = ObservedState(
            time: Samples.start, objects: [Samples.applied(dev), Samples.applied(pool, source: "other")],
            instances: instances)
        return try #require(DriftLook(desired: desired, observed: observed))
    }

    private var known: DesiredState { .known(Samples.set([pool], source: "other")) }
    private let unread = DesiredState.unknown(reason: "no network")

    /// Breaks when `isUnseen` says false of objects.
    @Test("Drift of a source that was never read stays open, since nobody looked")
    func unseen() throws {
        let finding = DriftFinding(
            object: pool.identity, environment: "dev", field: "instance[0]", kind: .missing, desired: "running",
            actual: nil, policy: .report)
        let record = DriftRecord(finding: finding, firstSeen: Samples.start, lastSeen: Samples.start)
        let instances = [Samples.instance(of: pool, 0)]
        var ledger = DriftLedger(open: [record])
        #expect(ledger.take(try look(unread, instances: instances), at: Samples.start).isEmpty)
        #expect(ledger.open == [record])
        let changes = ledger.take(try look(known, instances: instances), at: Samples.start)
        #expect(changes.resolved.map(\.finding) == [finding] && ledger.open == [])
    }

    /// Breaks when `findings` has the strays whatever `seesAll` says.
    @Test("An instance is unmanaged only when every source could say that it is none of its own")
    func strays() throws {
        let stray = Samples.instance(of: Samples.pool("stray"), 0)
        let instances = [Samples.instance(of: pool, 0), stray]
        #expect(try look(known, instances: instances).findings.map(\.field) == [stray.id.rawValue])
        #expect(try look(unread, instances: instances).findings == [])
    }
}
