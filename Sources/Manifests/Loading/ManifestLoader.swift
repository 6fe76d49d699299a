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
        var suites = SuiteResolver.Cache()
    }

    private let cache = Mutex(Cache())

    package init() {}

    /// Reads a tree; errors are diagnostics of the set, and an object with an error is left out of it.
    package func load(_ tree: SourceTree, source: String) -> LoadedManifests {
        let known = cache.withLock { $0 }
        var files: [FileKey: ParsedFile] = [:]
        files.reserveCapacity(tree.files.count)
        let parsed = tree.files.map { file in
            let key = FileKey(blob: file.blob, path: file.path)
            let result = known.files[key] ?? ManifestReader.read(file)
            files[key] = result
            return result
        }
        var resolver = SuiteResolver(cache: known.suites)
        let loaded = Self.assemble(tree, parsed, source: source, resolver: &resolver)
        let fresh = Cache(files: files, suites: resolver.used)
        cache.withLock { $0 = fresh }
        return loaded
    }

    private static func assemble(
        _ tree: SourceTree, _ parsed: [ParsedFile], source: String, resolver: inout SuiteResolver
    ) -> LoadedManifests {
        var check = CrossCheck(parsed.flatMap(\.manifests))
        check.run()
        let objects = check.valid.compactMap(\.object)
        let (suites, warnings) = resolver.resolve(check)
        let found =
            parsed.flatMap { $0.errors + $0.manifests.flatMap(\.diagnostics) } + check.diagnostics + warnings
        let taken = zip(tree.files, parsed).filter { $0.1.passedOver == nil }.map(\.0.path)
        let passedOver = zip(tree.files, parsed).compactMap { file, result in
            result.passedOver.map { PassedOver(path: file.path, why: $0) }
        }
        let set = DesiredSet(
            source: source, revision: tree.revision, objects: objects, suites: suites,
            diagnostics: tree.notices + found.sorted { $0.location < $1.location }, fileCount: taken.count)
        let isUnknown = parsed.contains { file in
            !file.errors.isEmpty || file.manifests.contains { $0.identity == nil }
        }
        return LoadedManifests(
            set: set, taken: taken, passedOver: passedOver, declared: Set(check.documents.keys),
            hasUnknownIdentities: isUnknown)
    }
}
