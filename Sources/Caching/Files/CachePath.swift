import Model

/// The folder of a file cache, relative to the folder of all caches; never one outside it.
package struct CachePath: Hashable, Sendable, CustomStringConvertible {
    let components: [String]

    package var description: String { components.joined(separator: "/") }

    /// Refuses an absolute path, an empty part, one that begins with a dot (`..` and what Rondo keeps there itself),
    /// control characters, and more than 8 parts of 100 bytes.
    package init(_ text: String) throws(CacheError) {
        let components = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let isUsable = components.allSatisfy { component in
            !component.isEmpty && !component.hasPrefix(".") && component.utf8.count <= 100
                && component.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        }
        guard isUsable, components.count <= 8 else { throw .pathRefused(text) }
        self.components = components
    }

    /// The folder that the policy names, else `NAMESPACE.NAME`.
    package init(of policy: CachePolicyDefinition) throws(CacheError) {
        try self.init(policy.spec.path ?? Self.ownName(of: policy.identity))
    }

    /// Unlike any other object's, since namespaces have no dots.
    static func ownName(of identity: ObjectIdentity) -> String { "\(identity.namespace).\(identity.name)" }

    /// Whether one of both folders is in the other, or both are the same.
    func overlaps(_ other: CachePath) -> Bool {
        components.starts(with: other.components) || other.components.starts(with: components)
    }
}
