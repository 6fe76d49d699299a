package import Model

/// A CachePolicy that is in force.
package struct CachePolicyDefinition: Hashable, Sendable {
    package let identity: ObjectIdentity
    package let spec: CachePolicySpec

    package init(identity: ObjectIdentity, spec: CachePolicySpec) {
        self.identity = identity
        self.spec = spec
    }
}
