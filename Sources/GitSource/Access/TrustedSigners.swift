/// Whose signature a commit needs, so that it is used.
package struct TrustedSigners: Hashable, Sendable, Codable {
    /// Armoured OpenPGP public keys, any number in each text.
    package let openPGPKeys: [String]
    /// Lines of ssh-keygen(1)'s allowed signers file: `PRINCIPALS [namespaces="git"] KEY`.
    package let allowedSigners: [String]

    package init(openPGPKeys: [String] = [], allowedSigners: [String] = []) {
        self.openPGPKeys = openPGPKeys
        self.allowedSigners = allowedSigners
    }

    /// Everybody whom one of the two trusts: the operator's signers, and those that the last converged commit names.
    package func union(_ other: TrustedSigners) -> TrustedSigners {
        TrustedSigners(
            openPGPKeys: openPGPKeys + other.openPGPKeys.filter { !openPGPKeys.contains($0) },
            allowedSigners: allowedSigners + other.allowedSigners.filter { !allowedSigners.contains($0) })
    }
}
