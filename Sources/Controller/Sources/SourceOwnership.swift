import Model

/// An object belongs to one source: what another source owns is an error for the later one.
enum SourceOwnership {
    /// The set with an error for each object that another source owns; with one, nothing is pruned.
    static func checked(_ set: DesiredSet, against owned: [ObjectIdentity: ObservedObject]) -> DesiredSet {
        let problems = set.objects.compactMap { object -> Diagnostic? in
            guard let owner = owned[object.identity]?.source, owner != set.source else { return nil }
            return Diagnostic(
                message: "\(object.identity) belongs to source `\(owner)`, not to `\(set.source)`: use "
                    + "`--source \(owner)=…`, or take the old one down first",
                location: object.location, object: object.identity)
        }
        guard !problems.isEmpty else { return set }
        return DesiredSet(
            source: set.source, revision: set.revision, objects: set.objects, suites: set.suites,
            diagnostics: set.diagnostics + problems, fileCount: set.fileCount, broken: set.broken,
            unreadable: set.unreadable)
    }
}

extension SourceWatcher.Look {
    func checked(against owned: [ObjectIdentity: ObservedObject]) -> SourceWatcher.Look {
        let checked: DesiredState =
            switch desired {
            case .known(let set): .known(SourceOwnership.checked(set, against: owned))
            case .stale(let set, let reason): .stale(SourceOwnership.checked(set, against: owned), reason: reason)
            case .unknown(let reason): .unknown(reason: reason)
            }
        let added = (checked.set?.diagnostics ?? []).dropFirst(desired.set?.diagnostics.count ?? 0)
        guard !added.isEmpty else { return self }
        let shown = SourceStatus(
            name: status.name, url: status.url, revision: status.revision, conditions: status.conditions,
            diagnostics: status.diagnostics + added, fileCount: status.fileCount)
        return SourceWatcher.Look(desired: checked, status: shown, isFresh: isFresh)
    }
}
