package import Model

/// A value for the encrypted store, in clear on its way to the controller: `{"value": "…"}`.
package struct SecretValueRequest: Codable, Sendable {
    /// The most that is read: a value with every byte escaped.
    package static let maxBytes = 6 * SealedValue.maximumValueBytes + 1_024

    private let value: String

    package init(_ secret: Secret) { value = secret.reveal() }

    package var secret: Secret { Secret(value) }
}

extension SecretValueRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "***" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
