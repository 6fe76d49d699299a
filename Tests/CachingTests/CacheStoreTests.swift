import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

/// What every store keeps to, wherever it keeps its entries.
@Suite(.serialized) struct CacheStoreTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func store(_ sort: StoreSort, blocks: Int = 1_000) throws -> any CacheStore {
        try sort.make(in: folder, .blocks(blocks))
    }

    private func set(
        _ number: Int, in store: any CacheStore, size: Int = 100, expires: Date = Samples.later(60),
        now: Date = Samples.start
    ) async throws {
        try await store.set(Samples.payload(number, count: size), for: Samples.key(number), expires: expires, now: now)
    }

    private func value(_ number: Int, in store: any CacheStore, now: Date = Samples.start) async -> Data? {
        await store.value(for: Samples.key(number), now: now)
    }

    @Test(arguments: StoreSort.allCases)
    func givesBackWhatItWasGiven(sort: StoreSort) async throws {
        let store = try store(sort)
        for (number, size) in [0, 1, 4_095, 4_096, 262_144].enumerated() {
            try await set(number, in: store, size: size)
        }
        for (number, size) in [0, 1, 4_095, 4_096, 262_144].enumerated() {
            #expect(await value(number, in: store) == Samples.payload(number, count: size))
        }
        #expect(await value(99, in: store) == nil)
    }

    @Test(arguments: StoreSort.allCases)
    func givesSeveralAtOnce(sort: StoreSort) async throws {
        let store = try store(sort)
        for number in 0..<3 { try await set(number, in: store) }
        let values = await store.values(for: [0, 2, 5].map(Samples.key), now: Samples.start)
        #expect(values == [Samples.key(0): Samples.payload(0), Samples.key(2): Samples.payload(2)])
        let statistics = await store.statistics(now: Samples.start)
        #expect(statistics.hits == 2)
        #expect(statistics.misses == 1)
    }

    @Test(arguments: StoreSort.allCases)
    func countsEntriesBytesHitsAndMisses(sort: StoreSort) async throws {
        let store = try store(sort)
        try await set(1, in: store, size: sort.payload(blocks: 2))
        try await set(2, in: store, size: sort.payload(blocks: 1))
        _ = await value(1, in: store)
        _ = await value(1, in: store)
        _ = await value(3, in: store)
        #expect(
            await store.statistics(now: Samples.start)
                == CacheStatistics(entries: 2, bytes: 3 * 4_096, hits: 2, misses: 1))
    }

    @Test(arguments: StoreSort.allCases)
    func anEntryExpiresToTheMillisecond(sort: StoreSort) async throws {
        let store = try store(sort)
        try await set(1, in: store, expires: Samples.later(0.123))
        #expect(await value(1, in: store, now: Samples.later(0.122)) != nil)
        #expect(await value(1, in: store, now: Samples.later(0.123)) == nil)
        // It is gone, whatever the clock says then.
        #expect(await value(1, in: store) == nil)
    }

    @Test(arguments: StoreSort.allCases)
    func whatExpiredIsRemovedBeforeAnythingElse(sort: StoreSort) async throws {
        let store = try store(sort, blocks: 2)
        let size = sort.payload(blocks: 1)
        try await set(1, in: store, size: size)
        try await set(2, in: store, size: size, expires: Samples.later(5))
        #expect(await store.statistics(now: Samples.later(4)).entries == 2)
        try await set(3, in: store, size: size, now: Samples.later(5))
        #expect(await value(1, in: store, now: Samples.later(5)) != nil)
        #expect(await value(3, in: store, now: Samples.later(5)) != nil)
        let statistics = await store.statistics(now: Samples.later(5))
        #expect(statistics.entries == 2)
        #expect(statistics.evictions == 0)
    }

    @Test(arguments: StoreSort.allCases)
    func whatIsTooLargeOrExpiredTakesTheOlderValueAway(sort: StoreSort) async throws {
        let store = try store(sort, blocks: 4)
        try await set(1, in: store)
        try await set(1, in: store, size: sort.payload(blocks: 4) + 1)
        #expect(await value(1, in: store) == nil)
        try await set(2, in: store)
        try await set(2, in: store, expires: Samples.start)
        #expect(await value(2, in: store) == nil)
        try await set(3, in: store, size: sort.payload(blocks: 4))
        #expect(await value(3, in: store) != nil)
    }

    @Test(arguments: StoreSort.allCases)
    func aSmallerSizeAppliesToWhatIsThere(sort: StoreSort) async throws {
        let store = try store(sort)
        for number in 0..<6 { try await set(number, in: store, size: sort.payload(blocks: 1)) }
        await store.configure(.blocks(2), now: Samples.start)
        let statistics = await store.statistics(now: Samples.start)
        #expect(statistics.entries == 2)
        #expect(statistics.evictions == 4)
        #expect(await value(3, in: store) == nil)
        #expect(await value(4, in: store) != nil)
    }

    @Test(arguments: StoreSort.allCases)
    func removesOneAndAll(sort: StoreSort) async throws {
        let store = try store(sort)
        for number in 0..<4 { try await set(number, in: store) }
        await store.remove(Samples.key(0))
        #expect(await value(0, in: store) == nil)
        #expect(await value(1, in: store) != nil)
        await store.removeAll()
        #expect(await value(1, in: store) == nil)
        #expect(await store.statistics(now: Samples.start).entries == 0)
        try await set(1, in: store)
        #expect(await value(1, in: store) != nil)
    }

    @Test(arguments: StoreSort.allCases)
    func keepsNothingOnceItIsClosed(sort: StoreSort) async throws {
        let store = try store(sort)
        try await set(1, in: store)
        await store.close()
        #expect(await value(1, in: store) == nil)
        try await set(2, in: store)
        #expect(await value(2, in: store) == nil)
        try await store.prepare(now: Samples.start)
        #expect(await store.statistics(now: Samples.start).entries == 0)
    }

    @Test(arguments: StoreSort.allCases, CachePolicySpec.EvictionPolicy.allCases)
    func manyTasksAtOnceSeeWholeValuesAndKeepTheBound(
        sort: StoreSort, policy: CachePolicySpec.EvictionPolicy
    ) async throws {
        let store = try sort.make(in: folder, .blocks(40, policy))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for step in 0..<40 {
                        let number = (task * 37 + step * 11) % 60
                        let key = Samples.key(number)
                        if let found = await store.value(for: key, now: Samples.start) {
                            #expect(found == Samples.payload(number, count: 3_000))
                        }
                        try await store.set(
                            Samples.payload(number, count: 3_000), for: key, expires: Samples.later(60),
                            now: Samples.start)
                        if step % 10 == 0 { await store.remove(key) }
                        #expect(await store.statistics(now: Samples.start).bytes <= 40 * 4_096)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
