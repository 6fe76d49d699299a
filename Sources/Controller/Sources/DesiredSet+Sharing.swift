import Model

extension DesiredSet {
    /// The same set, with the handles of objects that are known and equal: each is kept once, and comparing it with
    /// itself costs nothing.
    func sharing(_ known: [ObjectIdentity: DeclaredObject]) -> DesiredSet {
        guard !known.isEmpty else { return self }
        var set = DesiredSet(
            source: source, revision: revision,
            objects: objects.map { object in known[object.identity].flatMap { $0 == object ? $0 : nil } ?? object },
            suites: suites, diagnostics: diagnostics, fileCount: fileCount, broken: broken, unreadable: unreadable,
            repository: repository, convergedRepository: convergedRepository)
        set.refusals = refusals
        return set
    }

    /// The same set, sharing what another holds as well.
    func sharing(_ other: DesiredSet?) -> DesiredSet {
        sharing(Dictionary((other?.objects ?? []).map { ($0.identity, $0) }) { first, _ in first })
    }
}
