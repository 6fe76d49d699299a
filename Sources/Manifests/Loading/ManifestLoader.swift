package import Model
import Synchronization

/// Makes the desired set of a tree. Keeps what it parsed by blob, so that a commit costs what it changed.
package final class ManifestLoader: Sendable {
    /// A file is parsed again when its contents or its path change, since diagnostics name the path.
    private struct FileKey: Hashable {
        let blob: GitObjectID
        let path: String
    }

    private struct Cache: Sendable {
        var files: [FileKey: ParsedFile] = [:]
        /// What `rondo.yaml` gave to the files as they are parsed.
        var defaults = ManifestDefaults()
        var inheritance = Inheritance.Cache()
        var kept: LastGood.Cache = [:]
        var environments = EnvironmentSelection.Cache()
        var suites = SuiteResolver.Cache()
        /// nil after a load that the next one can't build on.
        var baseline: QuickLoad.Baseline?
        var quickLoads = 0

        /// Loads a commit that changes little; nil when the whole tree has to be looked at.
        mutating func loadQuickly(
            _ tree: SourceTree, source: String, converged: RepositoryConfiguration?
        ) -> LoadedManifests? {
            // Moved out, so that what is changed in it is not copied.
            guard var current = baseline.take() else { return nil }
            var load = QuickLoad()
            guard let result = load.run(tree, source: source, on: &current, converged: converged) else { return nil }
            for file in load.read {
                files[FileKey(blob: file.old.blob, path: file.old.path)] = nil
                files[FileKey(blob: file.new.blob, path: file.new.path)] = file.parsed
            }
            suites.take(load.resolver.used, replacing: load.replaced)
            baseline = current
            quickLoads += 1
            return result
        }
    }

    private let cache = Mutex(Cache())

    package init() {}

    /// How many trees were loaded without looking at all of them.
    var quickLoads: Int { cache.withLock { $0.quickLoads } }

    /// Reads a tree; errors are diagnostics of the set.
    ///
    /// An object with an error, and one that may stand in a file that can't be read, stays as it was in `lastGood`,
    /// the set that was in force until now; without it, it is left out. `applied` names further objects of the source:
    /// those that stand nowhere are told as broken while a file can't be read.
    package func load(
        _ tree: SourceTree, source: String, lastGood: DesiredSet? = nil, applied: [ObjectIdentity] = []
    ) -> LoadedManifests {
        let converged = lastGood?.convergedRepository
        let quick = cache.withLock { $0.loadQuickly(tree, source: source, converged: converged) }
        if let quick { return quick }
        return loadAll(tree, source: source, lastGood: lastGood, applied: applied)
    }

    private func loadAll(
        _ tree: SourceTree, source: String, lastGood: DesiredSet?, applied: [ObjectIdentity]
    ) -> LoadedManifests {
        var known = cache.withLock { $0 }
        let repository = RepositoryFile(tree, lastGood: lastGood?.repository)
        let selection = FileSelection(tree, ignoring: repository.configuration?.ignore ?? [])
        let selected = selection.tree
        let convergedRepository = lastGood?.convergedRepository
        let defaults = ManifestDefaults(repository.configuration?.defaults ?? RepositoryConfiguration.Defaults())
        if defaults != known.defaults { known.files = [:] }
        var files: [FileKey: ParsedFile] = [:]
        files.reserveCapacity(selected.files.count)
        var filesRead = 0
        let read = selected.files.map { file in
            let key = FileKey(blob: file.blob, path: file.path)
            if known.files[key] == nil { filesRead += 1 }
            let result = known.files[key] ?? ManifestReader.read(file, defaults: defaults)
            files[key] = result
            return result
        }
        var inheritance = Inheritance(cache: known.inheritance, defaults: defaults)
        let parsed = inheritance.complete(read)
        var lastGood = LastGood(lastGood, cache: known.kept)
        let unreadable = UnreadableFiles(selected, parsed, lastGood: &lastGood)
        var environments = EnvironmentSelection(cache: known.environments)
        let manifests = environments.complete(parsed.flatMap(\.manifests))
        var check = CrossCheck(
            Declarations(manifests, unreadable: unreadable, lastGood: lastGood))
        check.run()
        var resolver = SuiteResolver(cache: known.suites, tree: selected)
        var resolution = resolver.resolve(check)
        while !resolution.errors.isEmpty {
            check.refuse(resolution.errors)
            resolution = resolver.resolve(check)
        }
        let outcome = LoadOutcome(
            selection: selection, repository: repository, convergedRepository: convergedRepository, parsed: parsed,
            manifests: manifests, declarations: check.declarations, resolution: resolution, unreadable: unreadable)
        let loaded = outcome.assemble(source: source, applied: applied, filesRead: filesRead)
        let fresh = Cache(
            files: files, defaults: defaults, inheritance: inheritance.used,
            kept: check.declarations.lastGood.kept, environments: environments.used, suites: resolver.used,
            baseline: QuickLoad.Baseline(outcome, loaded, tree: tree, defaults: defaults))
        cache.withLock { cache in
            let quickLoads = cache.quickLoads
            cache = fresh
            cache.quickLoads = quickLoads
        }
        return loaded
    }
}
