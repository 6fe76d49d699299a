import Foundation
import Model

/// Whether a source's credentials fit its address, before any process or server sees them.
enum AccessRule {
    static func check(_ remote: GitRemote, _ address: SourceAddress) throws(GitSourceError) {
        if let reason = refusal(remote.credentials, for: address) {
            throw .credentialsUnusable(url: remote.displayURL, reason: reason)
        }
    }

    private static func refusal(_ credentials: GitCredentials?, for address: SourceAddress) -> String? {
        switch (address, credentials) {
        case (.folder, nil), (.daemon, nil): nil
        case (.folder, .some): "a folder is read without any"
        case (.daemon, .some): "git:// can't carry any; use https:// or ssh://"
        case (.web(let url), _): refusal(credentials, forWeb: url)
        case (.ssh, .ssh(let identity)): refusal(identity)
        case (.ssh, _): "an ssh address needs a private key and known_hosts"
        }
    }

    private static func refusal(_ credentials: GitCredentials?, forWeb url: String) -> String? {
        let parts = URLComponents(string: url)
        let hasUser = parts?.user != nil || parts?.password != nil
        if credentials == nil, !hasUser { return nil }
        if credentials != nil, hasUser { return "the URL names a user as well: take that out" }
        if parts?.scheme?.lowercased() != "https", !HostRule.isLoopback(parts?.host ?? "") {
            return "they would cross the network in clear text: use https://"
        }
        switch credentials {
        case nil: return nil
        case .basic(let username, let password):
            return username.contains(":") || !isHeaderText(username) || !isHeaderText(password.reveal())
                ? "the user name holds a colon, or one of the two a control character" : nil
        case .bearer(let token):
            return token.reveal().isEmpty || !isHeaderText(token.reveal()) || token.reveal().contains(" ")
                ? "the token is empty or holds a space or a control character: was a line end read with it?" : nil
        case .ssh: return "an SSH key needs an address such as ssh://git@host/path"
        }
    }

    private static func refusal(_ identity: SSHIdentity) -> String? {
        if identity.user.isEmpty || identity.user.hasPrefix("-") || !isHeaderText(identity.user) {
            return "the user name is not one"
        }
        if KnownHosts(identity.knownHosts).isEmpty {
            return "known_hosts names no host: `ssh-keyscan HOST` prints its lines; "
                + "compare them with the fingerprints that the host publishes"
        }
        return PrivateKeyText.refusal(of: identity.privateKey, passphrase: identity.passphrase)
    }

    /// Nothing that could end a header line.
    private static func isHeaderText(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
