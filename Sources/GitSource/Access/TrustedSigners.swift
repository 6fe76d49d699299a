import Model

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

    /// Those whom the last converged commit names; what is no key was refused when its `rondo.yaml` was read.
    init(_ requirement: SignatureRequirement) {
        var openPGPKeys: [String] = []
        var allowedSigners: [String] = []
        for text in requirement.keys {
            switch CommitSignerKey(text) {
            case .openPGP(let armour): openPGPKeys.append(armour)
            case .ssh(let line): allowedSigners.append(line)
            case nil: break
            }
        }
        self.init(openPGPKeys: openPGPKeys, allowedSigners: allowedSigners)
    }
}
