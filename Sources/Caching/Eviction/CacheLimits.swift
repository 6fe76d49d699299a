package import Model

/// How much a cache may hold, and what goes first when that is not enough.
package struct CacheLimits: Hashable, Sendable {
    /// Payload and overhead together.
    package let bytes: Int
    package let evictionPolicy: CachePolicySpec.EvictionPolicy

    package init(bytes: Int, evictionPolicy: CachePolicySpec.EvictionPolicy) {
        self.bytes = bytes
        self.evictionPolicy = evictionPolicy
    }

    package init(_ spec: CachePolicySpec) {
        self.init(bytes: Int(clamping: spec.maxSize.bytes), evictionPolicy: spec.evictionPolicy)
    }
}
