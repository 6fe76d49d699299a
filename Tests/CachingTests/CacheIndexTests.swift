import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

@Suite struct CacheIndexTests {
    private typealias Index = CacheIndex<Int>

    private func entry(_ payload: Int = 0, bytes: Int = 10, expires: Date = .distantFuture) -> Index.Entry {
        Index.Entry(payload: payload, bytes: bytes, expires: expires)
    }

    private func index(bytes: Int = 100, _ policy: CachePolicySpec.EvictionPolicy = .lru) -> Index {
        Index(CacheLimits(bytes: bytes, evictionPolicy: policy))
    }

    /// The payload that a use of a key finds.
    private func used(_ key: Int, _ index: inout Index, now: Date = Samples.start) -> Int? {
        guard case .entry(let entry) = index.use(Samples.key(key), now: now) else { return nil }
        return entry.payload
    }

    @Test func keepsWhatFitsAndCountsItsBytes() {
        var index = index(bytes: 30)
        for key in 0..<3 { #expect(index.insert(entry(key), for: Samples.key(key), now: Samples.start) == []) }
        #expect(index.bytes == 30)
        #expect(index.evictions == 0)
        #expect(index.insert(entry(3), for: Samples.key(3), now: Samples.start) == [Samples.key(0)])
        #expect(index.bytes == 30)
        #expect(index.evictions == 1)
    }

    @Test func aUseSavesFromEvictionUnderLruOnly() {
        for (policy, victim) in [(CachePolicySpec.EvictionPolicy.lru, 1), (.fifo, 0)] {
            var index = index(bytes: 20, policy)
            for key in 0..<2 { _ = index.insert(entry(key), for: Samples.key(key), now: Samples.start) }
            _ = used(0, &index)
            #expect(index.insert(entry(2), for: Samples.key(2), now: Samples.start) == [Samples.key(victim)])
        }
    }

    @Test func anEntryLargerThanTheCacheIsNotKeptAndTakesTheOlderOneAway() {
        var index = index(bytes: 20)
        _ = index.insert(entry(1), for: Samples.key(1), now: Samples.start)
        _ = index.insert(entry(2), for: Samples.key(2), now: Samples.start)
        let gone = index.insert(entry(3, bytes: 21), for: Samples.key(1), now: Samples.start)
        #expect(gone == [Samples.key(1)])
        #expect(Set(index.entries.keys) == [Samples.key(2)])
        #expect(index.evictions == 0)
        #expect(index.insert(entry(4, bytes: 20), for: Samples.key(4), now: Samples.start) == [Samples.key(2)])
    }

    @Test func whatIsStoredAnewReplacesItsBytesAndTime() {
        var index = index(bytes: 30)
        _ = index.insert(entry(1, bytes: 30, expires: Samples.later(10)), for: Samples.key(1), now: Samples.start)
        let gone = index.insert(
            entry(2, bytes: 20, expires: Samples.later(50)), for: Samples.key(1), now: Samples.start)
        #expect(gone == [])
        #expect(index.bytes == 20)
        #expect(index.removeExpired(now: Samples.later(20)) == [])
        #expect(used(1, &index, now: Samples.later(20)) == 2)
    }

    @Test func anEntryExpiresAtItsTimeAndNotBefore() {
        var index = index()
        _ = index.insert(entry(1, expires: Samples.later(10)), for: Samples.key(1), now: Samples.start)
        #expect(used(1, &index, now: Samples.later(9.999)) == 1)
        guard case .expired = index.use(Samples.key(1), now: Samples.later(10)) else {
            Issue.record("it lives on")
            return
        }
        #expect(index.bytes == 0)
        guard case .missing = index.use(Samples.key(1), now: Samples.later(10)) else {
            Issue.record("it is still there")
            return
        }
    }

    @Test func whatHasExpiredAlreadyIsNotKept() {
        var index = index()
        let gone = index.insert(entry(1, expires: Samples.start), for: Samples.key(1), now: Samples.start)
        #expect(gone == [Samples.key(1)])
        #expect(index.entries.isEmpty)
    }

    @Test func whatExpiredGoesBeforeWhatIsGood() {
        var index = index(bytes: 30)
        _ = index.insert(entry(1), for: Samples.key(1), now: Samples.start)
        _ = index.insert(entry(2, expires: Samples.later(10)), for: Samples.key(2), now: Samples.start)
        _ = index.insert(entry(3), for: Samples.key(3), now: Samples.start)
        #expect(index.insert(entry(4), for: Samples.key(4), now: Samples.later(10)) == [Samples.key(2)])
        #expect(index.evictions == 0)
    }

    @Test func theExpiredGoInOrderOfTheirTimes() {
        var index = index(bytes: 10_000)
        for number in (0..<200).shuffled() {
            _ = index.insert(
                entry(number, expires: Samples.later(Double(number + 1))), for: Samples.key(number), now: Samples.start)
        }
        #expect(index.removeExpired(now: Samples.later(150)) == (0..<150).map(Samples.key))
        #expect(index.entries.count == 50)
        #expect(index.bytes == 500)
    }

    @Test func smallerLimitsApplyToWhatIsThere() {
        var index = index(bytes: 50)
        for key in 0..<5 { _ = index.insert(entry(key), for: Samples.key(key), now: Samples.start) }
        let smaller = CacheLimits(bytes: 25, evictionPolicy: .lru)
        #expect(index.configure(smaller, now: Samples.start) == [0, 1, 2].map(Samples.key))
        #expect(index.bytes == 20)
        #expect(index.configure(smaller, now: Samples.start) == [])
    }

    @Test func anotherPolicyAppliesToWhatIsThere() {
        var index = index(bytes: 20, .fifo)
        for key in 0..<2 { _ = index.insert(entry(key), for: Samples.key(key), now: Samples.start) }
        _ = index.configure(CacheLimits(bytes: 20, evictionPolicy: .lru), now: Samples.start)
        _ = used(0, &index)
        #expect(index.insert(entry(2), for: Samples.key(2), now: Samples.start) == [Samples.key(1)])
    }

    @Test func theNumberOfEntriesIsBoundToo() {
        var index = Index(CacheLimits(bytes: 1_000, evictionPolicy: .fifo), maximumEntries: 3)
        for key in 0..<5 { _ = index.insert(entry(key), for: Samples.key(key), now: Samples.start) }
        #expect(Set(index.entries.keys) == Set((2..<5).map(Samples.key)))
    }

    @Test func storingOneKeyAnewForEverLeavesNothingBehind() {
        var index = index()
        for step in 0..<10_000 {
            _ = index.insert(
                entry(step, expires: Samples.later(Double(step + 1))), for: Samples.key(1), now: Samples.start)
        }
        #expect(index.expiries.count < 100)
        #expect(index.removeExpired(now: Samples.later(9_999)) == [])
        #expect(index.removeExpired(now: Samples.later(10_000)) == [Samples.key(1)])
    }
}
