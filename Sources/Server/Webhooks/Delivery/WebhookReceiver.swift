package import Model

/// What the server needs to know of one source to take its hints.
package struct WebhookReceiver: Sendable {
    package let source: String
    /// Of the source, without credentials.
    package let url: String
    package let follows: FollowedRef
    package let configuration: WebhookConfiguration
    /// Reads the secret as it is now.
    let secret: @Sendable () async throws -> Secret

    package init(
        source: String, url: String, follows: FollowedRef, configuration: WebhookConfiguration,
        secret: @escaping @Sendable () async throws -> Secret
    ) {
        self.source = source
        self.url = url
        self.follows = follows
        self.configuration = configuration
        self.secret = secret
    }
}
