package import Model

/// Why somebody or something is not let in, with what to do about it; never with a secret.
package enum AccessError: Error, Hashable, Sendable {
    /// A file of keys that others on this machine may read.
    case exposed(path: String, isFolder: Bool)
    /// A file of keys that can't be read, written or understood.
    case unusable(path: String, reason: String)

    /// Not a token of this installation, or one that was changed.
    case tokenInvalid
    case tokenExpired
    /// A one-time token or proof that was used before.
    case tokenSpent
    /// The key is no Ed25519 public key.
    case keyInvalid
    /// The worker could not show that it holds the key of its credential.
    case proofInvalid
    /// The proof was made too long ago or by a clock that is wrong.
    case proofOutdated
    /// Whether a token was used before could not be found out.
    case storeFailed(reason: String)

    case variableNotAllowed(String)
    case secretFileNotAllowed(String)
    case secretMissing(SecretSource)
    /// It is there and can't be taken: a link, too large, not text.
    case secretUnusable(SecretSource, reason: String)
}

extension AccessError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .exposed(let path, let isFolder):
            "\(path) can be read by others on this machine: run `chmod \(isFolder ? "700" : "600") \(path)`, "
                + "and replace it if others may have read it"
        case .unusable(let path, let reason):
            "\(path) can't be used (\(reason)): check its owner and permissions, or restore it from a backup"
        case .tokenInvalid:
            "the token is not one of this installation: use the one that this controller gave"
        case .tokenExpired:
            "the token has expired: ask for a new one"
        case .tokenSpent:
            "the token was used before and is good only once: ask for a new one"
        case .keyInvalid:
            "the public key is no Ed25519 key of 32 bytes"
        case .proofInvalid:
            "the proof was not signed with the key that the credential names: join with a new token"
        case .proofOutdated:
            "the proof's time is more than 5 minutes from the controller's clock: set the clocks right"
        case .storeFailed(let reason):
            "the token could not be checked: \(reason)"
        case .variableNotAllowed(let name):
            "env:\(name) is not allowed by the operator: add \(name) to `allow: {env: [\(name)]}` "
                + "in the controller's configuration"
        case .secretFileNotAllowed(let name):
            "file:\(name) is not allowed by the operator: set `allow: {secretFiles: DIR}` "
                + "in the controller's configuration to the folder that holds it"
        case .secretMissing(let source):
            "\(source) does not exist: set it where the controller runs"
        case .secretUnusable(let source, let reason):
            "\(source) can't be used: \(reason)"
        }
    }
}
