import Foundation
import Model
import Planning
import Reports

/// The manifest of an object whose instances exist and that git does not declare.
struct Adoption {
    let object: ObjectIdentity
    let leaks: [Leak]
    private let spec: CloudResourceSpec

    /// nil when nobody can tell what the instances were made of.
    init?(_ object: ObjectIdentity, _ leaks: [Leak]) {
        guard
            let newest = leaks.filter({ $0.definition != nil }).max(by: {
                $0.instance.createdAt < $1.instance.createdAt
            }),
            let definition = newest.definition
        else { return nil }
        self.object = object
        self.leaks = leaks
        spec = definition
    }

    /// `imported/pool.yaml`; with its namespace where that is not `default`.
    var file: String {
        let isDefault = object.namespace == ObjectIdentity.defaultNamespace
        return "imported/\(isDefault ? "" : object.namespace + "-")\(object.name).yaml"
    }

    /// Instances that were made from another definition than the manifest has.
    var outdated: [ObservedInstance] {
        let hash = Digests.instanceHash(of: spec)
        return leaks.map(\.instance).filter { $0.tags.specHash != hash }
    }

    /// Observed only, until `suspend` is taken out.
    func manifest() throws -> String {
        guard case .object(var members) = try CanonicalEncoding.tree(spec) else { return "" }
        members["replicas"] = .integer(Int64((leaks.map(\.instance.tags.ordinal).max() ?? 0) + 1))
        let body = try Documents.yaml(JSONValue.object(members.compactMapValues { $0 == .null ? nil : $0 }))
        let namespace =
            object.namespace == ObjectIdentity.defaultNamespace ? "" : "  namespace: \(object.namespace)\n"
        let ids = leaks.map { "#   \($0.id)\n" }.joined()
        return """
            # Adopted by `rondo import` from instances that exist:
            \(ids)# Observed only: nothing is done to them until the line `suspend: true` is removed.
            apiVersion: rondo.dev/v1
            kind: CloudResource
            metadata:
              name: \(object.name)
            \(namespace)spec:
              suspend: true

            """ + body.split(separator: "\n").map { "  \($0)\n" }.joined()
    }
}
