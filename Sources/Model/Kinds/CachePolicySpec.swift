/// What may be reused, where it is kept and for how long. Field table: CachePolicy.
package struct CachePolicySpec: Hashable, Sendable, Codable {
    package enum CacheType: String, Hashable, Sendable, Codable, CaseIterable {
        case memory, redis, file

        /// Whether this version can keep anything there.
        package var isImplemented: Bool {
            switch self {
            case .memory, .file: true
            case .redis: false
            }
        }
    }

    package enum EvictionPolicy: String, Hashable, Sendable, Codable, CaseIterable {
        case lru, fifo, random
    }

    package enum CacheScope: String, Hashable, Sendable, Codable, CaseIterable {
        case results, artifacts, downloads

        /// Whether this version keeps such things.
        package var isImplemented: Bool {
            switch self {
            case .results: true
            case .artifacts, .downloads: false
            }
        }
    }

    package let type: CacheType
    package let ttl: TimeSpan
    package let maxSize: ByteSize
    package let evictionPolicy: EvictionPolicy
    package let scope: CacheScope
    /// Lower is asked first.
    package let tier: Int
    package let url: String?
    /// A folder below the state folder's `cache/`; nil is the policy's own.
    package let path: String?
    package let environments: [String]

    package init(
        type: CacheType, ttl: TimeSpan, maxSize: ByteSize, evictionPolicy: EvictionPolicy = .lru,
        scope: CacheScope = .results, tier: Int = 0, url: String? = nil, path: String? = nil,
        environments: [String] = []
    ) {
        self.type = type
        self.ttl = ttl
        self.maxSize = maxSize
        self.evictionPolicy = evictionPolicy
        self.scope = scope
        self.tier = tier
        self.url = url
        self.path = path
        self.environments = environments
    }
}
