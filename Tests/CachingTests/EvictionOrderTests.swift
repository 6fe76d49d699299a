import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

@Suite struct EvictionOrderTests {
    private func order(
        _ policy: CachePolicySpec.EvictionPolicy, _ keys: Int..., seed: UInt64 = 1
    ) -> EvictionOrder<Int> {
        var order = EvictionOrder<Int>(policy, seed: seed)
        for key in keys { order.insert(key) }
        return order
    }

    private func drained(_ order: EvictionOrder<Int>) -> [Int] {
        var order = order
        var keys: [Int] = []
        while let key = order.removeVictim() { keys.append(key) }
        return keys
    }

    @Test func theLeastRecentlyUsedGoesFirst() {
        var order = order(.lru, 1, 2, 3, 4)
        order.use(1)
        order.use(3)
        #expect(drained(order) == [2, 4, 1, 3])
    }

    @Test func theFirstInGoesFirstHoweverOftenItIsUsed() {
        var order = order(.fifo, 1, 2, 3)
        order.use(1)
        #expect(drained(order) == [1, 2, 3])
    }

    @Test(arguments: [CachePolicySpec.EvictionPolicy.lru, .fifo])
    func whatIsStoredAnewGoesLast(policy: CachePolicySpec.EvictionPolicy) {
        var order = order(policy, 1, 2, 3)
        order.insert(1)
        #expect(drained(order) == [2, 3, 1])
    }

    @Test(arguments: CachePolicySpec.EvictionPolicy.allCases)
    func everyKeyGoesOnce(policy: CachePolicySpec.EvictionPolicy) {
        #expect(drained(order(policy, 1, 2, 3, 4, 5)).sorted() == [1, 2, 3, 4, 5])
    }

    @Test func randomRepeatsItselfFromItsSeedAndOnlyThen() {
        func keys(seed: UInt64) -> [Int] {
            var order = EvictionOrder<Int>(.random, seed: seed)
            for key in 0..<50 { order.insert(key) }
            return drained(order)
        }
        #expect(keys(seed: 7) == keys(seed: 7))
        #expect(keys(seed: 7) != keys(seed: 8))
        #expect(keys(seed: 7) != Array(0..<50))
    }

    @Test func randomPicksAllAlike() {
        var victims = [Int](repeating: 0, count: 10)
        for seed in 0..<10_000 {
            var order = order(.random, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, seed: UInt64(seed))
            if let key = order.removeVictim() { victims[key] += 1 }
        }
        // Each a thousand times; a fair choice is outside five standard deviations (30) once in a million.
        #expect(victims.allSatisfy { abs($0 - 1_000) < 150 })
    }

    @Test func theOrderSurvivesAChangeOfPolicy() {
        var order = order(.random, 1, 2, 3)
        order.policy = .lru
        order.use(1)
        order.policy = .fifo
        #expect(drained(order) == [2, 3, 1])
    }

    @Test func whatIsUnknownIsNeitherUsedNorRemoved() {
        var order = order(.lru, 1, 2)
        order.use(9)
        order.remove(9)
        #expect(order.count == 2)
        #expect(drained(order) == [1, 2])
        var empty = EvictionOrder<Int>(.random, seed: 1)
        #expect(empty.removeVictim() == nil)
    }

    /// Against a list that is searched from its start.
    @Test(arguments: [CachePolicySpec.EvictionPolicy.lru, .fifo])
    func agreesWithAPlainListOverRandomSteps(policy: CachePolicySpec.EvictionPolicy) {
        var random = SystemRandomNumberGenerator()
        var order = EvictionOrder<Int>(policy, seed: 1)
        var list: [Int] = []
        for step in 0..<5_000 {
            let key = Int.random(in: 0..<40, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                order.insert(key)
                list.removeAll { $0 == key }
                list.append(key)
            case 2:
                order.use(key)
                if policy == .lru, list.contains(key) {
                    list.removeAll { $0 == key }
                    list.append(key)
                }
            case 3:
                order.remove(key)
                list.removeAll { $0 == key }
            default:
                #expect(order.removeVictim() == (list.isEmpty ? nil : list.removeFirst()), "step \(step)")
            }
        }
        #expect(drained(order) == list)
    }

    /// An operation that took a walk over all keys would need hours for this.
    @Test(.timeLimit(.minutes(2)), arguments: CachePolicySpec.EvictionPolicy.allCases)
    func aHundredThousandKeysTakeNoTime(policy: CachePolicySpec.EvictionPolicy) {
        var order = EvictionOrder<Int>(policy, seed: 1)
        for key in 0..<100_000 { order.insert(key) }
        for key in 0..<100_000 { order.use((key &* 7_919) % 100_000) }
        for key in stride(from: 0, to: 100_000, by: 2) { order.remove(key) }
        #expect(drained(order).count == 50_000)
    }
}
