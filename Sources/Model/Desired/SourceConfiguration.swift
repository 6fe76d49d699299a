/// A source as the operator's configuration says it. Field table: the controller's configuration, `sources`.
package struct SourceConfiguration: Hashable, Sendable, Codable {
    /// What is followed; of several the most exact one counts, as in Flux: commit, name, range, tag, branch.
    package struct Ref: Hashable, Sendable, Codable {
        package let branch: String?
        package let tag: String?
        /// A range of versions; the newest tag within it.
        package let semver: String?
        package let commit: String?
        /// A full name: `refs/pull/7/head`.
        package let name: String?

        package init(
            branch: String? = nil, tag: String? = nil, semver: String? = nil, commit: String? = nil, name: String? = nil
        ) {
            self.branch = branch
            self.tag = tag
            self.semver = semver
            self.commit = commit
            self.name = name
        }
    }

    /// How the controller proves to the server who it is.
    package struct Credentials: Hashable, Sendable, Codable {
        /// Of `password`, and of the SSH server; nil is `git`.
        package let username: String?
        package let password: OperatorSecret?
        /// For `Authorization: Bearer`.
        package let token: OperatorSecret?
        package let privateKey: OperatorSecret?
        package let passphrase: OperatorSecret?

        package init(
            username: String? = nil, password: OperatorSecret? = nil, token: OperatorSecret? = nil,
            privateKey: OperatorSecret? = nil, passphrase: OperatorSecret? = nil
        ) {
            self.username = username
            self.password = password
            self.token = token
            self.privateKey = privateKey
            self.passphrase = passphrase
        }
    }

    /// Whose signature a commit needs.
    package struct Signers: Hashable, Sendable, Codable {
        /// Armoured OpenPGP public keys.
        package let openPGP: [OperatorSecret]
        /// Files of allowed signers (ssh-keygen(1)).
        package let ssh: [OperatorSecret]

        package init(openPGP: [OperatorSecret] = [], ssh: [OperatorSecret] = []) {
            self.openPGP = openPGP
            self.ssh = ssh
        }
    }

    /// What the keys of the repository's own `requireSignedCommits` mean.
    package enum RepositoryKeys: String, Hashable, Sendable, Codable, CaseIterable {
        /// A commit needs the signature of one of them, beside what `signers` asks for.
        case required
        /// Nothing: the way back in when they are lost.
        case ignored
    }

    package static let defaultName = "default"

    package let name: String
    package let url: String
    package let ref: Ref?
    package let path: String
    /// nil is the one of the command line.
    package let interval: TimeSpan?
    package let credentials: Credentials?
    package let knownHosts: OperatorSecret?
    /// Certificate authorities in PEM; nil for those that this machine trusts.
    package let ca: OperatorSecret?
    package let signers: Signers?
    package let repositoryKeys: RepositoryKeys
    package let webhook: WebhookConfiguration?

    package init(
        name: String = SourceConfiguration.defaultName, url: String, ref: Ref? = nil, path: String = "",
        interval: TimeSpan? = nil, credentials: Credentials? = nil, knownHosts: OperatorSecret? = nil,
        ca: OperatorSecret? = nil, signers: Signers? = nil, repositoryKeys: RepositoryKeys = .required,
        webhook: WebhookConfiguration? = nil
    ) {
        self.name = name
        self.url = url
        self.ref = ref
        self.path = path
        self.interval = interval
        self.credentials = credentials
        self.knownHosts = knownHosts
        self.ca = ca
        self.signers = signers
        self.repositoryKeys = repositoryKeys
        self.webhook = webhook
    }
}

extension SourceConfiguration {
    /// The same with every file read from an absolute path.
    package func locating(_ locate: (String) -> String) -> SourceConfiguration {
        func located(_ secret: OperatorSecret?) -> OperatorSecret? {
            guard case .file(let path)? = secret else { return secret }
            return .file(locate(path))
        }
        return SourceConfiguration(
            name: name, url: url, ref: ref, path: path, interval: interval,
            credentials: credentials.map {
                Credentials(
                    username: $0.username, password: located($0.password), token: located($0.token),
                    privateKey: located($0.privateKey), passphrase: located($0.passphrase))
            },
            knownHosts: located(knownHosts), ca: located(ca),
            signers: signers.map {
                Signers(openPGP: $0.openPGP.compactMap(located), ssh: $0.ssh.compactMap(located))
            },
            repositoryKeys: repositoryKeys,
            webhook: webhook.map {
                WebhookConfiguration(type: $0.type, secret: located($0.secret) ?? $0.secret, header: $0.header)
            })
    }
}
