package import Foundation
package import Model

/// One declared object with its status, as `get` and `-o json` show it.
package struct ObjectRow: Hashable, Sendable {
    package let declared: DeclaredObject
    package let status: ObjectStatus
    package let generation: Int
    /// nil when it is not known.
    package let createdAt: Date?

    package init(declared: DeclaredObject, status: ObjectStatus, generation: Int, createdAt: Date? = nil) {
        self.declared = declared
        self.status = status
        self.generation = generation
        self.createdAt = createdAt
    }

    package init(_ object: ObservedObject, createdAt: Date? = nil) {
        self.init(
            declared: object.declared, status: object.status, generation: object.generation, createdAt: createdAt)
    }

    /// The name, with its namespace when that is another than `default`.
    var name: String {
        let identity = declared.identity
        let isDefault = identity.namespace == ObjectIdentity.defaultNamespace
        return isDefault ? identity.name : "\(identity.namespace)/\(identity.name)"
    }

    var ready: Table.Cell { status.condition(.ready).cell }

    /// The summary of what is Ready, else what keeps it from being so; a time of grace is counted down.
    func told(at now: Date) -> Table.Cell {
        if case .grace? = status.held, let held = status.held {
            return Table.Cell(
                "\(status.summary.split(separator: ", deletion held").first ?? ""), \(HoldText.text(held, now: now))")
        }
        let ready = status.condition(.ready)
        let text = ready?.status == .yes ? status.summary : ready?.message ?? status.summary
        return Table.Cell(text.isEmpty ? status.summary : text)
    }

    /// The object as a manifest with its status.
    package func document() throws -> JSONValue {
        let identity = declared.identity
        var metadata: [String: JSONValue] = [
            "name": .string(identity.name), "namespace": .string(identity.namespace),
            "generation": .integer(Int64(generation)),
        ]
        if !declared.labels.isEmpty { metadata["labels"] = .object(declared.labels.mapValues { .string($0) }) }
        if !declared.annotations.isEmpty {
            metadata["annotations"] = .object(declared.annotations.mapValues { .string($0) })
        }
        if let createdAt { metadata["creationTimestamp"] = .string(createdAt.formatted(.iso8601)) }
        let isWritten = declared.manifest != .object([:])
        return .object([
            "apiVersion": .string("rondo.dev/v1"), "kind": .string(identity.kind.rawValue),
            "metadata": .object(metadata),
            "spec": isWritten ? declared.manifest : try CanonicalEncoding.tree(declared.spec),
            "status": try CanonicalEncoding.tree(status),
        ])
    }
}
