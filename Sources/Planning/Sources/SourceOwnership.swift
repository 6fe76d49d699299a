package import Model

/// Gives each object to one source: what another source owns, or what one before it declares too, is an error of the
/// later one, and none of its doing.
package enum SourceOwnership {
    /// The sources without what is not theirs, each with an error for every such object.
    ///
    /// - Parameter owned: objects as they were applied; whoever applied one keeps it until it is gone.
    package static func resolved(
        _ sources: DesiredSources, owned: [ObjectIdentity: ObservedObject]
    ) -> DesiredSources {
        var claims: [ObjectIdentity: Claim] = [:]
        let severalMayClaim = sources.entries.count > 1
        return DesiredSources(
            sources.entries.map { entry in
                guard let set = entry.desired.set else { return entry }
                var problems: [Diagnostic] = []
                var foreign: Set<ObjectIdentity> = []
                for object in set.objects {
                    if let claim = claim(on: object, by: set, owned, claims) {
                        foreign.insert(object.identity)
                        problems.append(claim.problem(of: object, in: set, isConfigured: sources[claim.source] != nil))
                    } else if severalMayClaim {
                        claims[object.identity] = Claim(source: set.source, location: object.location)
                    }
                }
                guard !foreign.isEmpty else { return entry }
                let rest = set.leavingOut(foreign, because: problems)
                return DesiredSources.Entry(source: entry.source, desired: entry.desired.mapSet { _ in rest })
            })
    }

    /// The claim of another source that goes before; nil when the object is this one's.
    private static func claim(
        on object: DeclaredObject, by set: DesiredSet, _ owned: [ObjectIdentity: ObservedObject],
        _ claims: [ObjectIdentity: Claim]
    ) -> Claim? {
        if let owner = owned[object.identity] {
            return owner.source == set.source ? nil : Claim(source: owner.source, location: owner.declared.location)
        }
        return claims[object.identity]
    }

    private struct Claim {
        let source: String
        let location: SourceLocation

        func problem(of object: DeclaredObject, in set: DesiredSet, isConfigured: Bool) -> Diagnostic {
            let advice =
                isConfigured
                ? "remove it from one of them"
                : "that source is no longer configured: configure it again, or remove what is left of it with "
                    + "`rondo down --source \(source)`"
            return Diagnostic(
                message: "\(object.identity) belongs to source `\(source)` (\(location)) and can't be declared by "
                    + "`\(set.source)` too: \(advice)",
                location: object.location, object: object.identity)
        }
    }
}
