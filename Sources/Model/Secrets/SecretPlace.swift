/// The field that names a secret, which is where its value may be used.
package struct SecretPlace: Hashable, Sendable, CustomStringConvertible {
    package let object: ObjectIdentity
    /// Path of the field below `spec`: `secrets.pin`.
    package let field: String

    package init(object: ObjectIdentity, field: String) {
        self.object = object
        self.field = field
    }

    /// An entry of an environment's `secrets`.
    package static func entry(_ name: String, of environment: ObjectIdentity) -> SecretPlace {
        SecretPlace(object: environment, field: "secrets.\(name)")
    }

    package var description: String { "`\(field)` of \(object)" }

    /// Whether a text can be the path of a field: names of letters, digits, `_` and `-` with dots between.
    package static func accepts(field text: String) -> Bool {
        let names = text.split(separator: ".", omittingEmptySubsequences: false)
        return names.allSatisfy { name in
            !name.isEmpty
                && name.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        }
    }
}

/// What a sealed value is bound to.
package enum SealTarget: Hashable, Sendable {
    case object(SecretPlace)
    case namespace(String)
    case installation

    /// What a value of this scope must have been sealed for, to be used at a place.
    package init(_ scope: SealedValue.Scope, at place: SecretPlace) {
        self =
            switch scope {
            case .object: .object(place)
            case .namespace: .namespace(place.object.namespace)
            case .installation: .installation
            }
    }

    package var scope: SealedValue.Scope {
        switch self {
        case .object: .object
        case .namespace: .namespace
        case .installation: .installation
        }
    }

    /// The text that is bound into the encryption (`info` of HPKE): lines, none of which can hold a line break.
    package var binding: String {
        let lines: [String] =
            switch self {
            case .object(let place):
                [place.object.namespace, "\(place.object.kind.rawValue)/\(place.object.name)", place.field]
            case .namespace(let name): [name]
            case .installation: []
            }
        return (["rondo sealed v1", scope.rawValue] + lines).joined(separator: "\n")
    }
}
