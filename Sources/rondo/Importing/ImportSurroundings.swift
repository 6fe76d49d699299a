import Foundation
import GitSource
import Importing
import Manifests
import Model

/// The repository that a suite is imported into: its environments, and what `validate` says of the suite in it.
struct ImportSurroundings {
    private let tree: SourceTree?
    private let environments: [String: EnvironmentSpec]

    /// Looks at the folder that `rondo validate` would look at; one that can't be read has nothing in it.
    init() {
        tree = try? FolderReader.read(path: ".", listing: true)
        var environments: [String: EnvironmentSpec] = [:]
        for object in tree.map({ ManifestLoader().load($0, source: "default").set.objects }) ?? [] {
            guard case .environment(let spec) = object.spec,
                object.identity.namespace == ObjectIdentity.defaultNamespace
            else { continue }
            environments[object.identity.name] = spec
        }
        self.environments = environments
    }

    /// The environment that suites are written for, and whether it is there.
    func environment(asked: String?) throws -> (name: String, spec: EnvironmentSpec?) {
        if let asked { return (asked, environments[asked]) }
        guard let first = environments.keys.sorted().first else { return ("dev", nil) }
        guard environments.count == 1 else { throw ImportChoiceError.environments(environments.keys.sorted()) }
        return (first, environments[first])
    }

    /// What `validate` says of a new file.
    /// - Parameter path: of the file, from the working folder; nil where it is not to be one.
    func diagnostics(of text: String, path: String?) -> [Diagnostic] {
        let path = path ?? "imported.yaml"
        let data = Data(text.utf8)
        let file = SourceFile(path: path, blob: BlobID.of(data), contents: data)
        let files = (tree?.files.filter { $0.path != path } ?? []) + [file]
        var listing = tree?.listing ?? [:]
        listing[path] = file.blob
        let whole = SourceTree(
            revision: tree?.revision ?? Revision(ref: "import", commit: file.blob, subject: "", isCommitted: false),
            files: files.sorted { $0.path < $1.path }, listing: listing)
        return ManifestLoader().load(whole, source: "default").set.diagnostics.filter { $0.location.file == path }
    }
}

/// What has to be said before anything can be imported.
enum ImportChoiceError: Error, CustomStringConvertible {
    case environments([String])
    case present(String)
    case unwritable(String, String)

    var description: String {
        switch self {
        case .environments(let names):
            "which environment are the tests for? Say `--environment` with one of \(names.joined(separator: ", "))"
        case .present(let path): "\(path) is there already, and nothing was written: name another file, or move it away"
        case .unwritable(let path, let reason): "\(path) can't be written: \(reason)"
        }
    }
}
