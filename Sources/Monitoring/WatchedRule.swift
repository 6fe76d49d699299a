package import Model

/// An AlertRule that is in force.
package struct WatchedRule: Hashable, Sendable {
    package let identity: ObjectIdentity
    package let spec: AlertRuleSpec
    package let specHash: Digest
    /// The commit that declared it, for events: `main@sha1:…`.
    package let revision: String?

    package init(identity: ObjectIdentity, spec: AlertRuleSpec, specHash: Digest, revision: String? = nil) {
        self.identity = identity
        self.spec = spec
        self.specHash = specHash
        self.revision = revision
    }
}
