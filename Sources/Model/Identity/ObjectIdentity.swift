/// What names an object everywhere: kind, namespace and name.
package struct ObjectIdentity: Hashable, Sendable, Codable {
    package let kind: Kind
    package let namespace: String
    package let name: String

    package init(kind: Kind, namespace: String = ObjectIdentity.defaultNamespace, name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }

    package static let defaultNamespace = "default"

    /// Whether a text can be a name or a namespace: a label of RFC 1123 §2.1, as Kubernetes has them.
    package static func accepts(label text: String) -> Bool {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), bytes.first != 0x2D, bytes.last != 0x2D else { return false }
        return bytes.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D }
    }
}

extension ObjectIdentity: CustomStringConvertible {
    /// `Kind/name` in the default namespace, else `Kind/namespace/name`.
    package var description: String {
        namespace == Self.defaultNamespace
            ? "\(kind.rawValue)/\(name)" : "\(kind.rawValue)/\(namespace)/\(name)"
    }

    /// Reads what `description` writes; nil when the kind is unknown or the shape is another.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let first = parts.first, let kind = Kind(rawValue: first), !parts.contains("") else { return nil }
        switch parts.count {
        case 2: self.init(kind: kind, name: parts[1])
        case 3: self.init(kind: kind, namespace: parts[1], name: parts[2])
        default: return nil
        }
    }
}

extension ObjectIdentity: Comparable {
    package static func < (left: ObjectIdentity, right: ObjectIdentity) -> Bool {
        (left.kind, left.namespace, left.name) < (right.kind, right.namespace, right.name)
    }
}
