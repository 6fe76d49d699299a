package import Model

/// A test's inputs as a key, and how old a result may be for it.
package struct CacheQuery: Hashable, Sendable {
    package let key: Digest
    /// The test's own bound; nil leaves it to the policy, and the shorter of both counts.
    package let ttl: TimeSpan?

    package init(key: Digest, ttl: TimeSpan? = nil) {
        self.key = key
        self.ttl = ttl
    }

    /// One query for each key, with the shortest bound of those that ask for it.
    static func merged(_ queries: [CacheQuery]) -> [CacheQuery] {
        var places: [Digest: Int] = [:]
        var merged: [CacheQuery] = []
        for query in queries {
            guard let place = places[query.key] else {
                places[query.key] = merged.count
                merged.append(query)
                continue
            }
            let bounds = [merged[place].ttl, query.ttl].compactMap { $0 }
            merged[place] = CacheQuery(key: query.key, ttl: bounds.min())
        }
        return merged
    }
}
