import Model

/// How a policy served, since it came into force.
struct ServiceCount: Hashable, Sendable {
    private(set) var hits = 0
    private(set) var misses = 0
    private(set) var savedTime = TimeSpan.milliseconds(0)

    mutating func addHit(_ result: ReusedResult) {
        hits += 1
        let (sum, overflow) = savedTime.milliseconds.addingReportingOverflow(result.result.duration.milliseconds)
        savedTime = .milliseconds(overflow ? .max : sum)
    }

    mutating func addMiss() { misses += 1 }

    /// With what the policy's store holds.
    func statistics(of store: CacheStatistics) -> CacheStatistics {
        CacheStatistics(
            entries: store.entries, bytes: store.bytes, hits: hits, misses: misses, evictions: store.evictions,
            savedTime: savedTime)
    }
}
