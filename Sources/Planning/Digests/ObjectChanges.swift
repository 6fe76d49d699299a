package import Model

/// Which fields of an object a commit changes, named as in its manifest.
package enum ObjectChanges {
    /// Fields that differ between what was applied and what is declared; empty when the spec hashes are the same.
    package static func between(_ old: DeclaredObject, _ new: DeclaredObject) -> [FieldChange] {
        guard old != new, Digests.specHash(of: old) != Digests.specHash(of: new) else { return [] }
        return named(old, new)
    }

    /// The same for two objects whose spec hashes are known to differ; never empty.
    static func named(_ old: DeclaredObject, _ new: DeclaredObject) -> [FieldChange] {
        var changes = TreeDiff.changes(from: old.manifest, to: new.manifest)
        if changes.isEmpty, let one = try? CanonicalEncoding.tree(old.spec),
            let two = try? CanonicalEncoding.tree(new.spec)
        {
            changes = TreeDiff.changes(from: one, to: two)
        }
        let named = Set(changes.map(\.path))
        let shared = sharedFields(old, new).filter { change in
            !named.contains { $0 == change.path || $0.hasPrefix(change.path + "[") }
        }
        changes += shared
        return changes.isEmpty ? [FieldChange(path: "spec", old: nil, new: nil)] : changes
    }

    /// What stands beside the spec of every kind and is part of its hash.
    private static func sharedFields(_ old: DeclaredObject, _ new: DeclaredObject) -> [FieldChange] {
        var changes: [FieldChange] = []
        if old.suspend != new.suspend {
            changes.append(FieldChange(path: "suspend", old: .bool(old.suspend), new: .bool(new.suspend)))
        }
        let dependencies = [old, new].map { $0.dependsOn.map(\.description).sorted() }
        if dependencies[0] != dependencies[1] {
            let lists = dependencies.map { JSONValue.array($0.map { .string($0) }) }
            changes.append(FieldChange(path: "dependsOn", old: lists[0], new: lists[1]))
        }
        let protection = [old, new].map { $0.annotations[Digests.pruneAnnotation] }
        if protection[0] != protection[1] {
            let values = protection.map { $0.map(JSONValue.string) }
            changes.append(
                FieldChange(
                    path: "metadata.annotations[\"\(Digests.pruneAnnotation)\"]", old: values[0], new: values[1]))
        }
        return changes
    }
}
