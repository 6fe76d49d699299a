package import Foundation

/// An object as it was last applied; like `DeclaredObject` a handle on contents that never change.
package struct ObservedObject: Sendable {
    private let contents: Contents

    package init(
        declared: DeclaredObject, source: String, specHash: Digest, generation: Int = 1, revision: Revision,
        status: ObjectStatus = ObjectStatus(), createdAt: Date = Date(timeIntervalSince1970: 0)
    ) {
        contents = Contents(
            Fields(
                declared: declared, source: source, specHash: specHash, generation: generation, revision: revision,
                status: status, createdAt: createdAt))
    }

    package var declared: DeclaredObject { contents.fields.declared }
    package var source: String { contents.fields.source }
    /// Digest of the declared spec that was applied.
    package var specHash: Digest { contents.fields.specHash }
    /// Counts changes of the spec, from 1.
    package var generation: Int { contents.fields.generation }
    /// The commit that last changed or confirmed it.
    package var revision: Revision { contents.fields.revision }
    package var status: ObjectStatus { contents.fields.status }
    /// When it was first accepted.
    package var createdAt: Date { contents.fields.createdAt }
    package var identity: ObjectIdentity { declared.identity }

    /// The same object with another status.
    package func with(_ status: ObjectStatus) -> ObservedObject {
        ObservedObject(
            declared: declared, source: source, specHash: specHash, generation: generation, revision: revision,
            status: status, createdAt: createdAt)
    }

    private struct Fields: Hashable, Codable, Sendable {
        let declared: DeclaredObject
        let source: String
        let specHash: Digest
        let generation: Int
        let revision: Revision
        let status: ObjectStatus
        let createdAt: Date
    }

    private final class Contents: Sendable {
        let fields: Fields

        init(_ fields: Fields) { self.fields = fields }
    }
}

extension ObservedObject: Hashable {
    package static func == (left: ObservedObject, right: ObservedObject) -> Bool {
        left.contents === right.contents || left.contents.fields == right.contents.fields
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(contents.fields) }
}

extension ObservedObject: Codable {
    package init(from decoder: any Decoder) throws { contents = Contents(try Fields(from: decoder)) }

    package func encode(to encoder: any Encoder) throws { try contents.fields.encode(to: encoder) }
}
