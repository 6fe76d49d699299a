/// What a cache holds and how it served, since the controller started.
package struct CacheStatistics: Hashable, Sendable, Codable {
    package var entries: Int
    package var bytes: Int
    package var hits: Int
    package var misses: Int
    package var evictions: Int
    /// How long the results that were reused once took.
    package var savedTime: TimeSpan

    package init(
        entries: Int = 0, bytes: Int = 0, hits: Int = 0, misses: Int = 0, evictions: Int = 0,
        savedTime: TimeSpan = .milliseconds(0)
    ) {
        self.entries = entries
        self.bytes = bytes
        self.hits = hits
        self.misses = misses
        self.evictions = evictions
        self.savedTime = savedTime
    }

    /// Hits among lookups, 0 to 1; nil before the first lookup.
    package var hitRate: Double? {
        let lookups = hits + misses
        return lookups > 0 ? Double(hits) / Double(lookups) : nil
    }
}
