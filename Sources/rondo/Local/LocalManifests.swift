import Controller
import Foundation
import GitSource
import Manifests
import Model
import Reports

/// The suites to run and what was read around them.
struct LocalManifests {
    let root: URL
    let revision: Revision
    /// In the order of their names.
    let suites: [ResolvedSuite]
    /// What is wrong or doubtful in the files that were meant.
    let diagnostics: [Diagnostic]
    private let texts: [String: Data]

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// Where the files are that its tests name.
    var files: SourceFiles {
        let path = root.path(percentEncoded: false)
        return { files, folder in await FolderReading.export(files, of: path, into: folder) }
    }

    /// The diagnostics as `validate` shows them; empty without one.
    func told(style: Style) -> String {
        DiagnosticReport.text(
            diagnostics, sources: { path in texts[path].map { String(decoding: $0, as: UTF8.self) } }, style: style)
    }

    /// Reads the narrowest folder around the target that holds what its suites refer to.
    ///
    /// - Parameters:
    ///   - folder: the root of the manifests, where somebody said it.
    ///   - environments: nothing takes the only one of each suite.
    static func load(
        _ target: LocalTarget, folder: String?, environments: [String]
    ) throws -> LocalManifests {
        let here = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        let roots =
            folder.map { [URL(filePath: $0).standardizedFileURL] }
            ?? ManifestRoots.around(target.folder, workingDirectory: here)
        var first: Result<LocalManifests, any Error>?
        for root in roots {
            let result = Result { try read(root, target, environments: environments) }
            if case .success(let manifests) = result, !manifests.hasErrors { return manifests }
            // What is wrong is told as the folder next to it sees it.
            if first == nil { first = result }
        }
        return try (first ?? .failure(LocalRunError.nothing(target))).get()
    }

    private static func read(
        _ root: URL, _ target: LocalTarget, environments: [String]
    ) throws -> LocalManifests {
        let path = root.path(percentEncoded: false)
        let tree = try FolderReader.read(path: path)
        // Files are listed only where a test names some.
        let needsListing = ManifestLoader().load(tree, source: SourceConfiguration.defaultName).needsListing
        return try make(
            needsListing ? try FolderReader.read(path: path, listing: true) : tree, root: root, target,
            environments: environments)
    }

    /// - Parameter tree: read of the root, or of a commit.
    static func make(
        _ tree: SourceTree, root: URL, _ target: LocalTarget, environments: [String]
    ) throws -> LocalManifests {
        let set = ManifestLoader().load(tree, source: SourceConfiguration.defaultName).set
        let files = Dictionary(
            set.objects.filter { $0.identity.kind == .testSuite }.map { ($0.identity, $0.location.file) }
        ) { first, _ in first }
        let root = root.resolvingSymlinksInPath()
        let meant = files.filter { target.means($0.key, at: $0.value, in: root) }.map(\.key).sorted()
        // A suite in an environment that has errors is in none: then those are told, too.
        let isNowhere = !set.suites.contains { meant.contains($0.key.suite) }
        let diagnostics = set.diagnostics.filter {
            target.means($0.object, at: $0.location.file, in: root)
                || (isNowhere && $0.severity == .error && $0.object?.kind == .environment)
        }
        let isBroken = diagnostics.contains { $0.severity == .error }
        guard !meant.isEmpty || isBroken else { throw LocalRunError.nothing(target) }
        var suites: [ResolvedSuite] = []
        for identity in meant {
            suites += try chosen(set.suites.filter { $0.key.suite == identity }, environments, isBroken: isBroken)
        }
        if suites.isEmpty, !isBroken {
            throw LocalRunError.notInEnvironment(meant, environments: environments)
        }
        return LocalManifests(
            root: root, revision: tree.revision, suites: suites, diagnostics: diagnostics,
            texts: Dictionary(tree.files.map { ($0.path, $0.contents) }) { first, _ in first })
    }

    /// The suite in the environments that were asked for; nobody is sent to several of them by accident.
    private static func chosen(
        _ suites: [ResolvedSuite], _ environments: [String], isBroken: Bool
    ) throws -> [ResolvedSuite] {
        guard environments.isEmpty else { return suites.filter { environments.contains($0.key.environment) } }
        guard suites.count < 2 || isBroken else {
            throw LocalRunError.severalEnvironments(suites[0].key.suite, suites.map(\.key.environment))
        }
        return suites
    }
}
