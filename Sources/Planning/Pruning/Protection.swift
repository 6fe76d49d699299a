package import Model

/// `rondo.dev/prune: disabled`, which outlives its manifest: in the status of the object, and in the tags of its
/// instances.
package enum Protection {
    static func isDeclared(by object: DeclaredObject) -> Bool {
        object.annotations[Digests.pruneAnnotation] == "disabled"
    }

    /// Objects of a source that has converged without the annotation: their protection ends.
    package static func ended(_ set: DesiredSet, _ objects: [ObservedObject]) -> [ObservedObject] {
        let desired = Dictionary(set.objects.map { ($0.identity, $0) }) { first, _ in first }
        return objects.filter { object in
            guard object.source == set.source, object.status.protected == true, let now = desired[object.identity]
            else { return false }
            return !isDeclared(by: now) && !isDeclared(by: object.declared)
        }
    }
}

extension Facts {
    /// By what git says, by what was applied, by what is remembered; after a loss of the store by the instances' tags.
    func isProtected(_ identity: ObjectIdentity) -> Bool {
        let declarations = [desired[identity], objects[identity]?.declared].compactMap(\.self)
        if declarations.contains(where: Protection.isDeclared) { return true }
        if let remembered = objects[identity]?.status.protected { return remembered }
        return (instances[identity] ?? []).contains { $0.state != .terminated && $0.tags.protected }
    }
}
