package import Foundation

/// Where an alert rule stands: `inactive → pending → firing → resolved`, and from there to `pending` again.
package enum AlertState: String, Hashable, Sendable, Codable, CaseIterable {
    case inactive, pending, firing, resolved
}

/// What is remembered of a rule over a restart.
package struct AlertRecord: Hashable, Sendable, Codable {
    package let rule: ObjectIdentity
    /// Of the rule's spec: a rule that was changed starts over.
    package let specHash: Digest
    package var state: AlertState
    /// The last value; nil when the last window held no sample.
    package var value: Double?
    /// When it came into its state.
    package var since: Date
    /// The last time the condition held, which `keepFiringFor` counts from.
    package var lastHeld: Date?

    package init(
        rule: ObjectIdentity, specHash: Digest, state: AlertState = .inactive, value: Double? = nil, since: Date,
        lastHeld: Date? = nil
    ) {
        self.rule = rule
        self.specHash = specHash
        self.state = state
        self.value = value
        self.since = since
        self.lastHeld = lastHeld
    }
}
