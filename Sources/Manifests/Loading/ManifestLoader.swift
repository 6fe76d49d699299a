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
        var kept: LastGood.Cache = [:]
        var suites = SuiteResolver.Cache()
    }

    private let cache = Mutex(Cache())

    package init() {}

    /// Reads a tree; errors are diagnostics of the set.
    ///
    /// An object with an error, and one that may stand in a file that can't be read, stays as it was in `lastGood`,
    /// the set that was in force until now; without it, it is left out. `applied` names further objects of the source:
    /// those that stand nowhere are told as broken while a file can't be read.
    package func load(
        _ tree: SourceTree, source: String, lastGood: DesiredSet? = nil, applied: [ObjectIdentity] = []
    ) -> LoadedManifests {
        let known = cache.withLock { $0 }
        var files: [FileKey: ParsedFile] = [:]
        files.reserveCapacity(tree.files.count)
        let parsed = tree.files.map { file in
            let key = FileKey(blob: file.blob, path: file.path)
            let result = known.files[key] ?? ManifestReader.read(file)
            files[key] = result
            return result
        }
        var lastGood = LastGood(lastGood, cache: known.kept)
        let unreadable = UnreadableFiles(tree, parsed, lastGood: &lastGood)
        var check = CrossCheck(
            Declarations(parsed.flatMap(\.manifests), unreadable: unreadable, lastGood: lastGood))
        check.run()
        var resolver = SuiteResolver(cache: known.suites, listing: tree.listing)
        var resolution = resolver.resolve(check)
        while !resolution.errors.isEmpty {
            check.refuse(resolution.errors)
            resolution = resolver.resolve(check)
        }
        let fresh = Cache(files: files, kept: check.declarations.lastGood.kept, suites: resolver.used)
        cache.withLock { $0 = fresh }
        return Self.assemble(
            tree, parsed, source: source, check.declarations, resolution, unreadable, applied: applied)
    }

    private static func assemble(
        _ tree: SourceTree, _ parsed: [ParsedFile], source: String, _ declarations: Declarations,
        _ resolution: SuiteResolver.Resolution, _ unreadable: UnreadableFiles, applied: [ObjectIdentity]
    ) -> LoadedManifests {
        let manifests = parsed.flatMap(\.manifests)
        let found =
            parsed.flatMap { $0.errors + $0.manifests.flatMap(\.diagnostics) } + declarations.diagnostics
            + resolution.warnings
        let taken = zip(tree.files, parsed).filter { $0.1.passedOver == nil }.map(\.0.path)
        let passedOver = zip(tree.files, parsed).compactMap { file, result in
            result.passedOver.map { PassedOver(path: file.path, why: $0) }
        }
        let set = DesiredSet(
            source: source, revision: tree.revision, objects: declarations.counting.compactMap(\.object),
            suites: resolution.suites, diagnostics: tree.notices + found.sorted { $0.location < $1.location },
            fileCount: taken.count,
            broken: BrokenObjects.list(declarations, found, unreadable, applied: applied),
            unreadable: unreadable.problems.keys.sorted())
        return LoadedManifests(
            set: set, taken: taken, passedOver: passedOver,
            needsListing: manifests.contains { !$0.findings.inputs.isEmpty })
    }
}
