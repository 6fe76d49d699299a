import Foundation
import Model
import TestSupport
import Testing

@testable import Caching

/// Eviction against cachetools, which answered the same trace; `Fixtures/eviction_trace.py` makes it.
@Suite struct ReferenceTraceTests {
    @Test(arguments: [CachePolicySpec.EvictionPolicy.lru, .fifo])
    func theIndexEvictsAsCachetoolsDoes(policy: CachePolicySpec.EvictionPolicy) throws {
        let trace = try Trace.load()
        var index = CacheIndex<Int>(.blocks(trace.capacity, policy))
        var hits = ""
        for step in trace.steps {
            let key = Samples.key(step.key)
            let entry = CacheIndex<Int>.Entry(payload: 0, bytes: step.size * 4_096, expires: .distantFuture)
            switch step.operation {
            case .look:
                if case .entry = index.use(key, now: Samples.start) {
                    hits += "1"
                } else {
                    hits += "0"
                    _ = index.insert(entry, for: key, now: Samples.start)
                }
            case .store: _ = index.insert(entry, for: key, now: Samples.start)
            case .remove: index.remove(key)
            }
        }
        #expect(hits == trace.hits(policy))
        #expect(Set(index.entries.keys) == Set(trace.left(policy).map(Samples.key)))
    }

    @Test(arguments: StoreSort.allCases, [CachePolicySpec.EvictionPolicy.lru, .fifo])
    func storesAnswerAsCachetoolsDoes(sort: StoreSort, policy: CachePolicySpec.EvictionPolicy) async throws {
        let trace = try Trace.load()
        let folder = try TemporaryDirectory()
        var store = try sort.make(in: folder, .blocks(trace.capacity, policy))
        var hits = ""
        for (number, step) in trace.steps.enumerated() {
            // A restart loses neither entries nor their order, although the clock stands still.
            if sort == .file, number % 500 == 499 { store = try sort.make(in: folder, .blocks(trace.capacity, policy)) }
            let payload = Samples.payload(step.key, count: sort.payload(blocks: step.size))
            let key = Samples.key(step.key)
            switch step.operation {
            case .look:
                let found = await store.value(for: key, now: Samples.start)
                hits += found == nil ? "0" : "1"
                if let found { #expect(found == payload) }
                if found == nil { try await store.set(payload, for: key, expires: .distantFuture, now: Samples.start) }
            case .store: try await store.set(payload, for: key, expires: .distantFuture, now: Samples.start)
            case .remove: await store.remove(key)
            }
        }
        #expect(hits == trace.hits(policy))
        let left = trace.left(policy)
        let statistics = await store.statistics(now: Samples.start)
        #expect(statistics.entries == left.count)
        #expect(statistics.bytes == left.map { trace.sizes[$0] * 4_096 }.reduce(0, +))
        for key in left { #expect(await store.value(for: Samples.key(key), now: Samples.start) != nil) }
    }
}

/// A seeded trace with the answers of the reference.
private struct Trace: Decodable {
    enum Operation: Character {
        case look = "g"
        case store = "p"
        case remove = "d"
    }

    struct Step {
        let operation: Operation
        let key: Int
        let size: Int
    }

    enum Fault: Error { case step(String) }

    let capacity: Int
    let sizes: [Int]
    let steps: [Step]
    private let answers: [String: String]
    private let rest: [String: [Int]]

    private enum CodingKeys: String, CodingKey {
        case capacity, sizes, operations, lru, fifo
        case lruLeft = "lru_left"
        case fifoLeft = "fifo_left"
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        capacity = try container.decode(Int.self, forKey: .capacity)
        let sizes = try container.decode([Int].self, forKey: .sizes)
        self.sizes = sizes
        steps = try container.decode(String.self, forKey: .operations).split(separator: " ").map { text in
            guard let operation = text.first.flatMap(Operation.init), let key = Int(text.dropFirst()) else {
                throw Fault.step(String(text))
            }
            return Step(operation: operation, key: key, size: sizes[key])
        }
        answers = [
            "lru": try container.decode(String.self, forKey: .lru),
            "fifo": try container.decode(String.self, forKey: .fifo),
        ]
        rest = [
            "lru": try container.decode([Int].self, forKey: .lruLeft),
            "fifo": try container.decode([Int].self, forKey: .fifoLeft),
        ]
    }

    static func load(file: String = #filePath) throws -> Trace {
        let fixtures = URL(filePath: file).deletingLastPathComponent().appending(path: "Fixtures")
        return try JSONDecoder().decode(
            Trace.self, from: Data(contentsOf: fixtures.appending(path: "eviction_trace.json")))
    }

    func hits(_ policy: CachePolicySpec.EvictionPolicy) -> String? { answers[policy.rawValue] }
    func left(_ policy: CachePolicySpec.EvictionPolicy) -> [Int] { rest[policy.rawValue] ?? [] }
}
