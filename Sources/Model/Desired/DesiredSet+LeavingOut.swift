extension DesiredSet {
    /// The same commit without some of its objects, and with what is wrong with those.
    package func leavingOut(_ identities: Set<ObjectIdentity>, because problems: [Diagnostic]) -> DesiredSet {
        DesiredSet(
            source: source, revision: revision, objects: objects.filter { !identities.contains($0.identity) },
            suites: suites.filter { !identities.contains($0.key.suite) }, diagnostics: diagnostics + problems,
            fileCount: fileCount, broken: broken.filter { !identities.contains($0.object) }, unreadable: unreadable,
            repository: repository, convergedRepository: convergedRepository)
    }
}
