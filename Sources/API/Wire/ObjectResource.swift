package import Foundation
package import Model

/// An object as the API shows it: the manifest as it was written, and its status.
package struct ObjectResource: Codable, Sendable, Hashable {
    package struct Metadata: Codable, Sendable, Hashable {
        package let name: String
        package let namespace: String
        package let labels: [String: String]
        package let annotations: [String: String]
        package let creationTimestamp: Date
        package let generation: Int
        package let source: String
        /// Where git declares it: `file:line:col`.
        package let location: String
    }

    package let apiVersion: String
    package let kind: Kind
    package let metadata: Metadata
    package let spec: JSONValue
    package let status: ObjectStatus

    package init(_ object: ObservedObject) {
        apiVersion = "rondo.dev/v1"
        kind = object.identity.kind
        metadata = Metadata(
            name: object.identity.name, namespace: object.identity.namespace, labels: object.declared.labels,
            annotations: object.declared.annotations, creationTimestamp: object.createdAt,
            generation: object.generation, source: object.source,
            location: object.declared.location.description)
        spec = object.declared.manifest
        status = object.status
    }

    package var identity: ObjectIdentity {
        ObjectIdentity(kind: kind, namespace: metadata.namespace, name: metadata.name)
    }
}
