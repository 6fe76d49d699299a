package import Model

/// How a source proves to its server who it is.
///
/// It reaches the child process over the pipe alone: never as an argument, in the environment, in an error or in a log.
package enum GitCredentials: Hashable, Sendable {
    /// HTTP basic authentication; forges take an access token as the password.
    case basic(username: String, password: Secret)
    /// An `Authorization: Bearer` header.
    case bearer(Secret)
    case ssh(SSHIdentity)
}

/// A user on an SSH server, and the server that is believed.
package struct SSHIdentity: Hashable, Sendable {
    package let user: String
    /// An ed25519 or ECDSA key in PEM or OpenSSH form.
    package let privateKey: Secret
    package let passphrase: Secret?
    /// Lines of known_hosts(5); a server whose key is not among them is refused.
    package let knownHosts: String

    package init(user: String = "git", privateKey: Secret, passphrase: Secret? = nil, knownHosts: String) {
        self.user = user
        self.privateKey = privateKey
        self.passphrase = passphrase
        self.knownHosts = knownHosts
    }
}
