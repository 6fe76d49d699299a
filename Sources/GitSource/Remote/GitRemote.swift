package import Model

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
    /// Whom the operator trusts; nil when they ask for no signature.
    package let signers: TrustedSigners?
    /// What the repository itself asks for, beside the operator.
    package let requirement: SignatureRequirement?

    package init(
        url: String, ref: Ref = .defaultBranch, path: String = "", credentials: GitCredentials? = nil,
        certificateAuthorities: String? = nil, signers: TrustedSigners? = nil, requirement: SignatureRequirement? = nil
    ) {
        self.url = url
        self.ref = ref
        self.path = path
        self.credentials = credentials
        self.certificateAuthorities = certificateAuthorities
        self.signers = signers
        self.requirement = requirement
    }

    /// The URL as it may be shown: user names and passwords in it are masked, except that of ssh, which is no secret.
    package var displayURL: String {
        if case .ssh(let address) = try? SourceAddress(url) {
            return PrintableText.line(address.location, limit: 2_048)
        }
        return MaskedText.mask(url)
    }

    /// The same with something else to follow of it.
    package func at(_ ref: Ref) -> GitRemote {
        GitRemote(
            url: url, ref: ref, path: path, credentials: credentials, certificateAuthorities: certificateAuthorities,
            signers: signers, requirement: requirement)
    }

    /// The same place for everybody: who may read it and who must have signed is asked anew at each look.
    var withoutAccess: GitRemote { GitRemote(url: url, ref: ref, path: path) }

    /// The same, with commits that must also have what the repository's last converged commit asks for.
    package func requiring(_ requirement: SignatureRequirement?) -> GitRemote {
        GitRemote(
            url: url, ref: ref, path: path, credentials: credentials, certificateAuthorities: certificateAuthorities,
            signers: signers, requirement: requirement)
    }
}
