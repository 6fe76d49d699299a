package import Foundation

/// What may be told of a secret in the encrypted store: everything but its value.
package struct StoredSecret: Hashable, Sendable, Codable {
    package let namespace: String
    package let name: String
    /// From 1; each new value counts it up.
    package let version: Int
    package let createdAt: Date
    package let updatedAt: Date

    package init(namespace: String, name: String, version: Int, createdAt: Date, updatedAt: Date) {
        self.namespace = namespace
        self.name = name
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// The longest name.
    private static let maximumLength = 128

    package static let nameRequirement =
        "1 to \(maximumLength) letters, digits, `_`, `-` and `.`, beginning with a letter or digit"

    package static func accepts(name: String) -> Bool {
        let bytes = name.utf8
        guard (1...maximumLength).contains(bytes.count), bytes.first?.isLetterOrDigit == true else { return false }
        return bytes.allSatisfy { $0.isLetterOrDigit || "_-.".utf8.contains($0) }
    }
}

/// What may be told of a sealing key: everything but its private half.
package struct SealingKeyFacts: Hashable, Sendable, Codable {
    package let id: SealingKeyID
    package let createdAt: Date
    /// Whether values are sealed to it from now on; the others only open.
    package let isCurrent: Bool
    /// The text of its public half, which may be committed.
    package let publicKey: String

    package init(id: SealingKeyID, createdAt: Date, isCurrent: Bool, publicKey: String) {
        self.id = id
        self.createdAt = createdAt
        self.isCurrent = isCurrent
        self.publicKey = publicKey
    }

    private enum CodingKeys: String, CodingKey {
        case id, createdAt, publicKey
        case isCurrent = "current"
    }
}
