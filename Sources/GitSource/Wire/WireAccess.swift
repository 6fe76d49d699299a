import Model

/// `GitCredentials` on their way to the child, and nowhere else: in clear on the wire, `***` in every print.
enum WireAccess: Codable, Hashable {
    case basic(username: String, password: WireSecret)
    case bearer(WireSecret)
    case ssh(user: String, privateKey: WireSecret, passphrase: WireSecret?, knownHosts: String)

    init(_ credentials: GitCredentials) {
        switch credentials {
        case .basic(let username, let password): self = .basic(username: username, password: WireSecret(password))
        case .bearer(let token): self = .bearer(WireSecret(token))
        case .ssh(let identity):
            self = .ssh(
                user: identity.user, privateKey: WireSecret(identity.privateKey),
                passphrase: identity.passphrase.map(WireSecret.init), knownHosts: identity.knownHosts)
        }
    }
}

/// A secret that says of itself that it may cross the socket to the child.
struct WireSecret: Codable, Hashable {
    let secret: Secret

    init(_ secret: Secret) { self.secret = secret }

    init(from decoder: any Decoder) throws {
        secret = Secret(try decoder.singleValueContainer().decode(String.self))
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(secret.reveal())
    }
}
