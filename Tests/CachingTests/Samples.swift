import Foundation
import Model
import TestSupport

@testable import Caching

/// Values that tests of caches use.
enum Samples {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    /// The key of a number; neighbours stand in different folders.
    static func key(_ number: Int) -> Digest {
        Digest(rawValue: String(format: "%02x%062x", number % 256, number))
    }

    static func payload(_ number: Int, count: Int = 100) -> Data {
        Data(repeating: UInt8(truncatingIfNeeded: number), count: count)
    }

    /// Made as a date is that comes back from a file, so that both are equal.
    static func later(_ seconds: Double) -> Date {
        Date(timeIntervalSince1970: start.timeIntervalSince1970 + seconds)
    }

    static func policy(
        _ name: String = "results", namespace: String = "default", type: CachePolicySpec.CacheType = .memory,
        ttl: TimeSpan = .minutes(60), maxSize: Int64 = 1 << 20, eviction: CachePolicySpec.EvictionPolicy = .lru,
        scope: CachePolicySpec.CacheScope = .results, tier: Int = 0, path: String? = nil, environments: [String] = []
    ) -> CachePolicyDefinition {
        CachePolicyDefinition(
            identity: ObjectIdentity(kind: .cachePolicy, namespace: namespace, name: name),
            spec: CachePolicySpec(
                type: type, ttl: ttl, maxSize: ByteSize(bytes: maxSize), evictionPolicy: eviction, scope: scope,
                tier: tier, url: nil, path: path, environments: environments))
    }

    static func result(
        _ run: String = "r-1", at recordedAt: Date = start, outcome: Outcome = .passed,
        duration: TimeSpan = .seconds(2), output: CommandOutput? = nil, captures: [String: JSONValue] = [:],
        redacted: [String] = []
    ) -> ReusedResult {
        ReusedResult(
            run: RunID(rawValue: run), recordedAt: recordedAt,
            result: TaskResult(
                outcome: outcome, startedAt: recordedAt.addingTimeInterval(-duration.seconds), duration: duration,
                output: output, captures: captures, redacted: redacted))
    }
}

/// The two sorts of store, for what both have to keep to.
enum StoreSort: CaseIterable, Sendable {
    case memory, file

    func make(in folder: TemporaryDirectory, _ limits: CacheLimits) throws -> any CacheStore {
        switch self {
        case .memory: MemoryCache(limits: limits)
        case .file: FileCache(root: folder.url, path: try CachePath("store"), limits: limits)
        }
    }

    /// The payload whose entry counts as `blocks` blocks of 4096 bytes.
    func payload(blocks: Int) -> Int {
        switch self {
        case .memory: blocks * 4_096 - MemoryCache.overhead
        case .file: blocks * 4_096 - EntryFile.headerSize
        }
    }
}

extension CacheLimits {
    static func blocks(_ count: Int, _ policy: CachePolicySpec.EvictionPolicy = .lru) -> CacheLimits {
        CacheLimits(bytes: count * 4_096, evictionPolicy: policy)
    }
}
