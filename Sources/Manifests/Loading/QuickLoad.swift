import Model

/// Loads the usual commit, which changes some suites, resources, rules or policies in files that stay where they are,
/// at the cost of what it changed.
///
/// It begins with what the load before it left, and gives up whenever a change could reach further: a file or an object
/// that comes or goes, an Environment, `rondo.yaml`, anything that is or becomes wrong. Then everything is loaded
/// again; both ways must come to the same set.
struct QuickLoad {
    /// What a load without errors leaves for the next one.
    struct Baseline: Sendable {
        fileprivate var files: [SourceFile]
        fileprivate let root: String
        fileprivate let source: String
        fileprivate let repositoryPath: String
        fileprivate let defaults: ManifestDefaults
        /// Path to index of every file that is not ignored.
        fileprivate let places: [String: Int]
        fileprivate var parsed: [ParsedFile]
        /// Where the objects of each of these files begin.
        fileprivate let starts: [Int]
        /// Where the suites of each TestSuite begin.
        fileprivate let suiteStarts: [ObjectIdentity: Int]
        fileprivate var declarations: Declarations
        fileprivate var loaded: LoadedManifests
    }

    /// Manifests that have taken another's place.
    private(set) var replaced: [(old: ParsedDocument, new: ParsedDocument)] = []
    /// Files that were parsed.
    private(set) var read: [(old: SourceFile, new: SourceFile, parsed: ParsedFile)] = []
    private(set) var resolver = SuiteResolver(cache: SuiteResolver.Cache(), tree: nil)
    private var resolution = SuiteResolver.Resolution()

    /// nil when the whole tree has to be loaded; the baseline is then of no use any more.
    mutating func run(
        _ tree: SourceTree, source: String, on baseline: inout Baseline, converged: RepositoryConfiguration?
    ) -> LoadedManifests? {
        guard tree.notices.isEmpty, tree.root == baseline.root, source == baseline.source,
            tree.files.count == baseline.files.count
        else { return nil }
        for index in tree.files.indices {
            let (old, new) = (baseline.files[index], tree.files[index])
            guard old.path == new.path else { return nil }
            if old.blob != new.blob, !take(new, over: old, in: &baseline) { return nil }
        }
        for (_, new) in replaced { baseline.declarations.replace(with: new) }
        var check = CrossCheck(baseline.declarations)
        guard check.holds(for: replaced.map(\.new)) else { return nil }
        resolution = resolver.resolve(check, documents: replaced.map(\.new))
        guard resolution.errors.isEmpty, resolution.warnings.isEmpty else { return nil }
        baseline.files = tree.files
        baseline.loaded = assembled(on: baseline, tree.revision, converged: converged)
        return baseline.loaded
    }

    /// Parses a file that has changed; false when what it declares now is not only another version of the same objects.
    private mutating func take(_ file: SourceFile, over old: SourceFile, in baseline: inout Baseline) -> Bool {
        guard file.path != baseline.repositoryPath, !file.path.isNamed(IgnoreFile.name) else { return false }
        // A file that is ignored stays so.
        guard let place = baseline.places[file.path] else { return true }
        let before = baseline.parsed[place]
        let parsed = ManifestReader.read(file, defaults: baseline.defaults)
        guard parsed.errors.isEmpty, parsed.passedOver == nil, before.passedOver == nil,
            parsed.manifests.count == before.manifests.count
        else { return false }
        for (old, new) in zip(before.manifests, parsed.manifests) {
            guard new.mayReplace(old) else { return false }
            replaced.append((old, new))
        }
        baseline.parsed[place] = parsed
        read.append((old, file, parsed))
        return true
    }

    private func assembled(
        on baseline: Baseline, _ revision: Revision, converged: RepositoryConfiguration?
    ) -> LoadedManifests {
        let loaded = baseline.loaded
        var objects = loaded.set.objects
        for file in read {
            guard let place = baseline.places[file.new.path] else { continue }
            for (offset, manifest) in file.parsed.manifests.enumerated() {
                if let object = manifest.object { objects[baseline.starts[place] + offset] = object }
            }
        }
        var suites = loaded.set.suites
        var offsets: [ObjectIdentity: Int] = [:]
        for suite in resolution.suites {
            guard let start = baseline.suiteStarts[suite.key.suite] else { continue }
            suites[start + offsets[suite.key.suite, default: 0]] = suite
            offsets[suite.key.suite, default: 0] += 1
        }
        let set = DesiredSet(
            source: loaded.set.source, revision: revision, objects: objects, suites: suites,
            diagnostics: diagnostics(after: loaded.set.diagnostics), fileCount: loaded.set.fileCount,
            repository: loaded.set.repository, convergedRepository: converged)
        return LoadedManifests(
            set: set, taken: loaded.taken, passedOver: loaded.passedOver, ignored: loaded.ignored, needsListing: false,
            refusal: nil, filesRead: read.count)
    }

    /// Those of before, which are in the order of files, with those of the changed files in their places.
    private func diagnostics(after before: [Diagnostic]) -> [Diagnostic] {
        var all = before
        for file in read {
            let path = file.new.path
            let new = file.parsed.manifests.flatMap(\.diagnostics).sorted { $0.location < $1.location }
            let start = all.firstIndex { $0.location.file >= path } ?? all.endIndex
            let end = all[start...].firstIndex { $0.location.file != path } ?? all.endIndex
            all.replaceSubrange(start..<end, with: new)
        }
        return all
    }
}

extension QuickLoad.Baseline {
    /// nil when the load left anything that the next one has to look at again.
    init?(_ outcome: LoadOutcome, _ loaded: LoadedManifests, tree: SourceTree, defaults: ManifestDefaults) {
        let set = loaded.set
        guard loaded.refusal == nil, !loaded.needsListing, tree.notices.isEmpty, set.broken.isEmpty,
            set.unreadable.isEmpty, !set.hasErrors, set.objects.count == outcome.manifests.count,
            outcome.parsed.allSatisfy({ $0.manifests.allSatisfy { $0.identity != nil } })
        else { return nil }
        files = tree.files
        root = tree.root
        source = set.source
        repositoryPath = RepositoryFile.path(in: tree)
        self.defaults = defaults
        let paths = outcome.selection.tree.files.map(\.path)
        places = Dictionary(zip(paths, paths.indices)) { first, _ in first }
        parsed = outcome.parsed
        var starts: [Int] = []
        starts.reserveCapacity(parsed.count)
        var next = 0
        for file in parsed {
            starts.append(next)
            next += file.manifests.count
        }
        self.starts = starts
        var suiteStarts: [ObjectIdentity: Int] = [:]
        for (index, suite) in set.suites.enumerated() where suiteStarts[suite.key.suite] == nil {
            suiteStarts[suite.key.suite] = index
        }
        self.suiteStarts = suiteStarts
        declarations = outcome.declarations
        self.loaded = loaded
        guard places.count == paths.count else { return nil }
    }
}

extension ParsedDocument {
    /// Whether putting this manifest in the place of another can be wrong for nobody but itself.
    fileprivate func mayReplace(_ old: ParsedDocument) -> Bool {
        guard let object, let before = old.object, identity == old.identity, !hasErrors, findings.inputs.isEmpty,
            object.dependsOn == before.dependsOn
        else { return false }
        switch (object.spec, before.spec) {
        case (.environment, _), (_, .environment): return false
        case (.testSuite(let new), .testSuite(let old)):
            return new.choice.selector == nil && old.choice.selector == nil && new.environments == old.environments
        case (.testSuite, _), (.cloudResource, _), (.alertRule, _), (.cachePolicy, _): return true
        }
    }
}
