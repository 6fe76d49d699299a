/// Where manifests come from: a repository, what to follow in it, the folder that holds them, and who may read and
/// write it.
package struct GitRemote: Hashable, Sendable {
    /// An `https://`, `http://`, `ssh://` or `file://` URL, `user@host:path`, or the path of a folder.
    package let url: String
    package let ref: Ref
    /// From the repository's root; "" is all of it.
    package let path: String
    package let credentials: GitCredentials?
    /// PEM text; nil for those that this machine trusts.
    package let certificateAuthorities: String?
    /// nil when commits need no signature.
    package let signers: TrustedSigners?

    package init(
        url: String, ref: Ref = .defaultBranch, path: String = "", credentials: GitCredentials? = nil,
        certificateAuthorities: String? = nil, signers: TrustedSigners? = nil
    ) {
        self.url = url
        self.ref = ref
        self.path = path
        self.credentials = credentials
        self.certificateAuthorities = certificateAuthorities
        self.signers = signers
    }

    /// The URL as it may be shown: user names and passwords in it are masked, except that of ssh, which is no secret.
    package var displayURL: String {
        if case .ssh(let address) = try? SourceAddress(url) {
            return PrintableText.line(address.location, limit: 2_048)
        }
        return MaskedText.mask(url)
    }

    /// The same place for everybody: credentials that change do not make it another one, signers do.
    var withoutAccess: GitRemote { GitRemote(url: url, ref: ref, path: path, signers: signers) }

    /// The same, with commits that must be signed by one of `signers` or of those that are required already; nil changes
    /// nothing.
    package func requiring(_ signers: TrustedSigners?) -> GitRemote {
        guard let signers else { return self }
        return GitRemote(
            url: url, ref: ref, path: path, credentials: credentials, certificateAuthorities: certificateAuthorities,
            signers: self.signers?.union(signers) ?? signers)
    }
}
