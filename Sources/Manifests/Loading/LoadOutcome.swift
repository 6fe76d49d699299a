import Model

/// Everything that one loading found, to be put together.
struct LoadOutcome {
    let selection: FileSelection
    let repository: RepositoryFile
    let convergedRepository: RepositoryConfiguration?
    let parsed: [ParsedFile]
    /// Those of the files, suites with a selector completed.
    let manifests: [ParsedDocument]
    let declarations: Declarations
    let resolution: SuiteResolver.Resolution
    let unreadable: UnreadableFiles

    func assemble(source: String, applied: [ObjectIdentity]) -> LoadedManifests {
        let tree = selection.tree
        let found =
            parsed.flatMap(\.errors) + manifests.flatMap(\.diagnostics) + declarations.diagnostics
            + resolution.warnings + repository.diagnostics
        let taken = zip(tree.files, parsed).filter { $0.1.passedOver == nil }.map(\.0.path)
        let passedOver = zip(tree.files, parsed).compactMap { file, result in
            result.passedOver.map { PassedOver(path: file.path, why: $0) }
        }
        let set = DesiredSet(
            source: source, revision: tree.revision, objects: declarations.counting.compactMap(\.object),
            suites: resolution.suites, diagnostics: selection.notices + found.sorted { $0.location < $1.location },
            fileCount: taken.count,
            broken: BrokenObjects.list(declarations, found, unreadable, applied: applied),
            unreadable: unreadable.problems.keys.sorted(), repository: repository.configuration,
            convergedRepository: convergedRepository)
        return LoadedManifests(
            set: set, taken: taken, passedOver: passedOver, ignored: selection.ignored,
            needsListing: manifests.contains { !$0.findings.inputs.isEmpty },
            refusal: refusal(isEmpty: taken.isEmpty))
    }

    /// Why nothing may be concluded from what is not in the set.
    private func refusal(isEmpty: Bool) -> String? {
        let commit = "commit \(selection.tree.revision.commit.short)"
        if let problem = selection.problem { return "\(commit) can't be read: \(problem)" }
        guard isEmpty else { return nil }
        guard let first = selection.ignored.first else { return "\(commit) holds no manifest" }
        return
            "every file of \(commit) that could hold a manifest is ignored, for example \(first.path) by \(first.why)"
    }
}
