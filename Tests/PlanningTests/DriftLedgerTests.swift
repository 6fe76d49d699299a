import Foundation
import Model
import Planning
import Testing

struct DriftLedgerTests {
    private let environment = Samples.environment()
    private let time = Samples.start

    /// One look at a pool of two of which ordinal 1 may be lost.
    private func look(
        _ ledger: inout DriftLedger, _ pool: DeclaredObject, lost: Bool, after seconds: TimeInterval,
        applied: DeclaredObject? = nil, isDeclared: Bool = true
    ) throws -> DriftLedger.Changes {
        let set = Samples.set([environment] + (isDeclared ? [pool] : []))
        let instances = (lost ? [0] : [0, 1]).map { Samples.instance(of: pool, $0) }
        let detector = try #require(
            DriftDetector(
                desired: .known(set),
                observed: ObservedState(
                    objects: [environment, applied ?? pool].map { Samples.applied($0) }, instances: instances,
                    losses: lost ? [Samples.loss(of: pool, 1)] : [])))
        return ledger.take(
            detector.findings(), contexts: detector.contexts(), at: time.addingTimeInterval(seconds))
    }

    @Test func aFindingIsOpenedOnceAndCounted() throws {
        var ledger = DriftLedger()
        let pool = Samples.pool(replicas: 2, drift: .report)
        let first = try look(&ledger, pool, lost: true, after: 0)
        #expect(first.opened.map(\.finding.field) == ["instance[1]"])
        let later = try look(&ledger, pool, lost: true, after: 60)
        #expect(later.isEmpty)
        let record = try #require(ledger.open.first)
        #expect(record.seen == 2)
        #expect(record.firstSeen == time && record.lastSeen == time.addingTimeInterval(60))
        #expect(record.isOpen && record.actor == "unknown")
    }

    /// Breaks when `noteCorrection` takes no notice of the fields.
    @Test func whatWasPutBackIsPutDownToRondoAndNothingElse() {
        let pool = Samples.pool()
        func finding(_ field: String) -> DriftFinding {
            DriftFinding(
                object: pool.identity, environment: "dev", field: "instance[0].\(field)", kind: .changed,
                desired: "a", actual: "b", policy: .correct)
        }
        var ledger = DriftLedger()
        _ = ledger.take([finding("instanceType"), finding("tags.team")], contexts: [:], at: Samples.start)
        ledger.noteCorrection(of: pool.identity, ordinal: 0, fields: [.tags], at: Samples.start)
        #expect(ledger.open.map { $0.correctedAt != nil } == [false, true])
    }

    /// Breaks when `take` keeps what was not found again, or `actor` leaves out `correctedAt`.
    @Test func anEndIsPutDownToWhoBroughtItAbout() throws {
        let pool = Samples.pool(replicas: 2, drift: .report)
        var human = DriftLedger()
        _ = try look(&human, pool, lost: true, after: 0)
        #expect(try look(&human, pool, lost: false, after: 9).resolved.map(\.resolution?.by) == [.human])
        #expect(human.open == [])

        var controller = DriftLedger()
        _ = try look(&controller, pool, lost: true, after: 0)
        controller.noteCorrection(of: pool.identity, ordinal: 1, at: time)
        let ended = try look(&controller, pool, lost: false, after: 9).resolved
        #expect(ended.map(\.resolution) == [DriftRecord.Resolution(at: time.addingTimeInterval(9), by: .controller)])

        var commit = DriftLedger()
        _ = try look(&commit, pool, lost: true, after: 0)
        let changed = Samples.pool(replicas: 2, slots: 2, drift: .report)
        #expect(try look(&commit, changed, lost: false, after: 9).resolved.map(\.resolution?.by) == [.commit])

        var removed = DriftLedger()
        _ = try look(&removed, pool, lost: true, after: 0)
        #expect(
            try look(&removed, pool, lost: true, after: 9, isDeclared: false).resolved.map(\.resolution?.by) == [
                .commit
            ])
    }

    @Test func aCorrectionOfAnotherOrdinalIsNotTaken() throws {
        let pool = Samples.pool(replicas: 2)
        var ledger = DriftLedger()
        _ = try look(&ledger, pool, lost: true, after: 0)
        ledger.noteCorrection(of: pool.identity, ordinal: 10, at: time)
        ledger.noteCorrection(of: Samples.id(.cloudResource, "other"), ordinal: 1, at: time)
        #expect(try look(&ledger, pool, lost: false, after: 9).resolved.map(\.resolution?.by) == [.human])
    }

    @Test func whatComesBackIsANewFinding() throws {
        let pool = Samples.pool(replicas: 2)
        var ledger = DriftLedger()
        _ = try look(&ledger, pool, lost: true, after: 0)
        _ = try look(&ledger, pool, lost: false, after: 9)
        #expect(try look(&ledger, pool, lost: true, after: 20).opened.first?.firstSeen == time.addingTimeInterval(20))
    }

    @Test func aClockThatWasSetBackDoesNotMoveTheLastSight() throws {
        let pool = Samples.pool(replicas: 2)
        var ledger = DriftLedger()
        _ = try look(&ledger, pool, lost: true, after: 0)
        _ = try look(&ledger, pool, lost: true, after: -100)
        #expect(ledger.open.first?.lastSeen == time)
    }
}
