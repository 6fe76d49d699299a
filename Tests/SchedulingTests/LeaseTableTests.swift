import Model
import Scheduling
import Testing

struct LeaseTableTests {
    private let now = Make.start
    private let run = RunID(rawValue: "r-1")
    private let worker = WorkerID(rawValue: "w-1")
    private let one = LeaseToken(rawValue: "one")
    private let two = LeaseToken(rawValue: "two")

    private func table() -> LeaseTable {
        var table = LeaseTable(duration: .seconds(15))
        table.grant(two, run: run, worker: worker, now: now)
        table.grant(one, run: run, worker: worker, now: now.advanced(by: .seconds(1)))
        return table
    }

    @Test func aLeaseEndsWhenItIsNotRenewed() {
        var table = table()
        #expect(table.nextExpiry == now.advanced(by: .seconds(15)))
        #expect(table.expired(at: now.advanced(by: .milliseconds(14_999))).isEmpty)
        #expect(table.expired(at: now.advanced(by: .seconds(16))) == [two, one])
        table.renew(two, now: now.advanced(by: .seconds(10)))
        #expect(table.expired(at: now.advanced(by: .seconds(16))) == [one])
        let removed = table.remove(one)
        #expect(removed?.worker == worker)
        #expect(table[one] == nil && table.count == 1)
        table.renew(one, now: now)
        #expect(table.count == 1)
    }

    @Test func rearmingGivesEachItsFullTime() {
        var table = table()
        table.rearm(now: now.advanced(by: .seconds(100)))
        #expect(table.expired(at: now.advanced(by: .seconds(114))).isEmpty)
        #expect(table.nextExpiry == now.advanced(by: .seconds(115)))
    }

    @Test func aLeaseThatIsToStopIsProlongedOnlyOnce() {
        var table = table()
        table.renew(one, stopping: true, now: now.advanced(by: .seconds(5)))
        table.renew(one, stopping: true, now: now.advanced(by: .seconds(10)))
        #expect(table[one]?.expires == now.advanced(by: .seconds(20)))
    }

    @Test func twoOmissionsInARowGiveALeaseUp() {
        var table = table()
        let first = table.omitted(by: worker, naming: [one])
        table.renew(two, now: now)
        let second = table.omitted(by: worker, naming: [one])
        let another = table.omitted(by: WorkerID(rawValue: "other"), naming: [])
        let third = table.omitted(by: worker, naming: [one])
        #expect(first.isEmpty && second.isEmpty && another.isEmpty)
        #expect(third == [two])
    }

    @Test func onlyAnExpiredLeaseIsPostponed() {
        var table = table()
        table.postpone(one, from: now, by: .seconds(1))
        #expect(table[one]?.expires == now.advanced(by: .seconds(16)))
        table.postpone(one, from: now.advanced(by: .seconds(16)), by: .seconds(1))
        #expect(table[one]?.expires == now.advanced(by: .seconds(17)))
        table.postpone(LeaseToken(rawValue: "none"), from: now, by: .seconds(1))
        #expect(table.count == 2)
    }

    @Test func tokensAreLongAndNeverTheSame() {
        let tokens = (0..<1_000).map { _ in LeaseToken.random().rawValue }
        #expect(Set(tokens).count == 1_000)
        #expect(tokens.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }
}
