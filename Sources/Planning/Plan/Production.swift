import Model

/// Whether objects belong to an environment of type prod.
///
/// Read from what was applied as well as from what is desired, so that a commit that turns prod into dev can't delete
/// in the same step.
struct Production {
    let facts: Facts

    func covers(_ object: DeclaredObject) -> Bool {
        let environments =
            object.identity.kind == .environment
            ? [object.identity] : DependencyGraph.environments(of: object)
        return isProd(object) || environments.contains(where: isProd)
    }

    private func isProd(_ identity: ObjectIdentity) -> Bool {
        [facts.desired[identity], facts.objects[identity]?.declared].compactMap { $0 }.contains(where: isProd)
    }

    private func isProd(_ object: DeclaredObject) -> Bool {
        guard case .environment(let spec) = object.spec else { return false }
        return spec.type == .prod
    }
}
