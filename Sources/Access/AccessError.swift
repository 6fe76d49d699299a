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
    /// A source that belongs to an object's namespace, asked for where there is none.
    case secretOutOfReach(SecretSource)
    /// A value to seal or store that is nothing at all.
    case secretEmpty
    case secretTooLarge

    /// The text of a public sealing key is none.
    case sealingKeyInvalid(reason: String)
    case sealingKeyUnknown(SealedValue, SecretPlace, known: [SealingKeyID])
    /// Sealed for another place, or changed since: which of them, nobody can tell.
    case sealNotForHere(SealedValue, SecretPlace)
    case sealNotText(SecretPlace)

    case storedSecretMissing(name: String, namespace: String)
    /// Encrypted with a key that `identity/` does not hold.
    case storedSecretKeyMissing(name: String, namespace: String)
    case storedSecretDamaged(name: String, namespace: String)
    case secretStoreFailed(reason: String)

    /// A private key that could not be wrapped as the operator wants it.
    case keyNotWrapped(path: String, WrappingKey, reason: String)
    case keyNotUnwrapped(path: String, WrappingKey, reason: String)
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
        case .secretOutOfReach(let source):
            "\(source) belongs to an object of a namespace and can't be read here: use env:NAME or file:NAME"
        case .secretEmpty:
            "the value is empty: hand it over on standard input, or type it when asked"
        case .secretTooLarge:
            "the value is larger than \(SealedValue.maximumValueBytes) bytes, the most that a secret may hold"
        case .sealingKeyInvalid(let reason):
            "this is no public sealing key (\(reason)): take what `rondo seal --print-key` prints"
        case .sealingKeyUnknown(let sealed, let place, let known):
            "\(place) was sealed to key \(sealed.key), which this controller does not have "
                + "(\(known.isEmpty ? "it has none" : "it has \(known.map(\.rawValue).joined(separator: ", "))")): "
                + "\(Self.sealAgain(sealed, place)), or restore identity/ from a backup"
        case .sealNotForHere(let sealed, let place):
            "\(place) can't be opened: its value was \(sealed.scope.elsewhere)changed after it was sealed: "
                + Self.sealAgain(sealed, place)
        case .sealNotText(let place):
            "\(place) was opened and is not UTF-8 text: seal the value again as text"
        case .storedSecretMissing(let name, let namespace):
            "store:\(name) does not exist in namespace \(namespace): "
                + "run `\(Self.setAgain(name, namespace))`; other namespaces can't be reached"
        case .storedSecretKeyMissing(let name, let namespace):
            "store:\(name) of namespace \(namespace) was encrypted with a key that identity/ no longer holds: restore it "
                + "from a backup, or run `\(Self.setAgain(name, namespace))`"
        case .storedSecretDamaged(let name, let namespace):
            "store:\(name) of namespace \(namespace) was changed in the database and is refused: "
                + "run `\(Self.setAgain(name, namespace))`"
        case .secretStoreFailed(let reason):
            "the encrypted store can't be used: \(reason)"
        case .keyNotWrapped(let path, let key, let reason):
            "\(path) can't be wrapped by \(key), which `encryption` of the configuration asks for: \(reason)"
        case .keyNotUnwrapped(let path, let key, let reason):
            "\(path) is wrapped by \(key) and can't be unwrapped: \(reason)"
        }
    }

    private static func sealAgain(_ sealed: SealedValue, _ place: SecretPlace) -> String {
        let object = place.object
        let namespace = object.namespace == ObjectIdentity.defaultNamespace ? "" : " -n \(object.namespace)"
        let arguments =
            switch sealed.scope {
            case .object: " \(object.kind.rawValue)/\(object.name) \(place.field)\(namespace)"
            case .namespace: " --scope namespace\(namespace)"
            case .installation: " --scope installation"
            }
        return "seal it again with `rondo seal\(arguments)`"
    }

    private static func setAgain(_ name: String, _ namespace: String) -> String {
        "rondo secret set \(name)\(namespace == ObjectIdentity.defaultNamespace ? "" : " -n \(namespace)")"
    }
}

extension SealedValue.Scope {
    /// What else may be the matter with a value that does not open.
    fileprivate var elsewhere: String {
        switch self {
        case .object: "sealed for another object, field or namespace, or "
        case .namespace: "sealed for another namespace, or "
        case .installation: ""
        }
    }
}
