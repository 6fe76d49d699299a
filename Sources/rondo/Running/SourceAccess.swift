import Access
import GitSource
import Model

/// What proves to a source's server who reads, and what proves to the controller whose commits it reads: as references,
/// read anew for each look, so that a token that was replaced is taken up.
struct SourceAccess: Sendable {
    private let configuration: SourceConfiguration

    /// nil when nothing is configured.
    init?(_ configuration: SourceConfiguration) {
        guard
            configuration.credentials != nil || configuration.ca != nil || configuration.signers != nil
                || configuration.repositoryKeys == .ignored
        else { return nil }
        self.configuration = configuration
    }

    /// Whether commits need no signature by the keys that the repository itself names.
    var ignoresRepositoryKeys: Bool { configuration.repositoryKeys == .ignored }

    /// The remote with everything read. Throws `OperatorSecretError`.
    func applied(to remote: GitRemote) async throws -> GitRemote {
        GitRemote(
            url: remote.url, ref: remote.ref, path: remote.path, credentials: try await credentials(),
            certificateAuthorities: try await text(configuration.ca), signers: try await signers())
    }

    private func credentials() async throws -> GitCredentials? {
        guard let given = configuration.credentials else { return nil }
        if let token = given.token { return .bearer(try await OperatorSecretReader.read(token)) }
        if let password = given.password {
            return .basic(
                username: given.username ?? "git", password: try await OperatorSecretReader.read(password))
        }
        guard let key = given.privateKey else { return nil }
        var passphrase: Secret?
        if let source = given.passphrase { passphrase = try await OperatorSecretReader.read(source) }
        return .ssh(
            SSHIdentity(
                user: given.username ?? "git", privateKey: try await OperatorSecretReader.read(key),
                passphrase: passphrase, knownHosts: try await text(configuration.knownHosts) ?? ""))
    }

    private func signers() async throws -> TrustedSigners? {
        guard let given = configuration.signers else { return nil }
        var keys: [String] = []
        for source in given.openPGP { keys.append(try await OperatorSecretReader.read(source).reveal()) }
        var lines: [String] = []
        for source in given.ssh {
            let text = try await OperatorSecretReader.read(source).reveal()
            lines += text.split(whereSeparator: \.isNewline).map(String.init)
                .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        }
        return TrustedSigners(openPGPKeys: keys, allowedSigners: lines)
    }

    private func text(_ source: OperatorSecret?) async throws -> String? {
        guard let source else { return nil }
        return try await OperatorSecretReader.read(source).reveal()
    }
}
