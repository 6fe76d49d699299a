/// How hints of a forge that a source has changed are told from anybody else's.
package struct WebhookConfiguration: Hashable, Sendable, Codable {
    /// Who sends them, and so how they are signed and what they look like.
    package enum Sender: String, Hashable, Sendable, Codable, CaseIterable {
        case github, gitlab, gitea, bitbucket
        /// Bitbucket Server and Data Center.
        case bitbucketServer = "bitbucket-server"
        /// Whatever signs its body with HMAC-SHA-256.
        case generic
    }

    package let type: Sender
    package let secret: OperatorSecret
    /// Of `generic`: the header that holds the signature; nil is `X-Signature`.
    package let header: String?

    package init(type: Sender, secret: OperatorSecret, header: String? = nil) {
        self.type = type
        self.secret = secret
        self.header = header
    }
}
