import Foundation
import Model

@testable import Manifests

/// A random tree of a few environments, pools and suites that name each other, and random changes of it.
struct RandomCommits {
    /// One manifest.
    struct Document: Hashable {
        var identity: ObjectIdentity
        var environment: String
        var dependsOn: [ObjectIdentity] = []
        /// A value of it, or the variable that it defines or uses.
        var detail = 0
        var hasError = false

        var text: String {
            let head =
                "apiVersion: rondo.dev/v1\nkind: \(identity.kind.rawValue)\nmetadata: { name: \(identity.name) }\n"
            let common =
                "dependsOn: [\(dependsOn.map(\.description).joined(separator: ", "))]"
                + (hasError ? ", wrong: x" : "")
            switch identity.kind {
            case .environment: return head + "spec: { type: dev, variables: { v\(detail % 2): x }, \(common) }\n"
            case .cloudResource:
                return head + "spec: { environment: \(environment), provider: local, type: process, "
                    + "replicas: \(detail), \(common) }\n"
            case .testSuite, .alertRule, .cachePolicy:
                let run = detail < 2 ? "x" : "\"${{ vars.v\(detail % 2) }}\""
                return head + "spec: { environments: [\(environment)], \(common), "
                    + "tests: [{ name: t\(detail), command: { run: [\(run)] } }] }\n"
            }
        }
    }

    /// One file, whole or broken.
    struct File {
        enum State: CaseIterable {
            case whole
            /// Nothing of it can be read.
            case junk
            /// It has one document more, which can't be read.
            case partlyJunk
            /// It is YAML of somebody else.
            case foreign
        }

        var documents: [Document] = []
        var state = State.whole

        var isUnreadable: Bool { state == .junk || state == .partlyJunk }
        /// What of it can be read.
        var declared: [Document] { state == .whole || state == .partlyJunk ? documents : [] }

        var text: String {
            let all = documents.map(\.text).joined(separator: "---\n")
            switch state {
            case .whole: return all
            case .junk: return "x: [\n" + documents.map { "# \($0.identity)\n" }.joined()
            case .partlyJunk: return all + "---\nx: [\n"
            case .foreign: return "apiVersion: apps/v1\nkind: Deployment\n"
            }
        }
    }

    private(set) var files: [String: File] = [:]
    private var generator: SeededGenerator
    private static let fileCount = 8

    init(seed: Int) {
        generator = SeededGenerator(seed: seed)
        for _ in 0..<14 { addDocument() }
    }

    /// A few random edits.
    mutating func change() {
        for _ in 0..<Int.random(in: 1...5, using: &generator) {
            guard let path = files.keys.sorted().randomElement(using: &generator), var file = files[path] else {
                addDocument()
                continue
            }
            let index = file.documents.indices.randomElement(using: &generator)
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: file.state = .junk
            case 1: file.state = .partlyJunk
            case 2: file.state = .foreign
            case 3, 4: file.state = .whole
            case 5: if let index { file.documents[index].hasError.toggle() }
            case 6: if let index { file.documents[index] = document(file.documents[index].identity) }
            case 7: if let index { file.documents.remove(at: index) }
            case 8: if let index { add(file.documents.remove(at: index)) }
            default:
                files[path] = nil
                continue
            }
            files[path] = file
            if Int.random(in: 0..<3, using: &generator) == 0 { addDocument() }
        }
    }

    func tree(_ revision: Revision) -> SourceTree {
        SourceTree(revision: revision, files: TreeFixture.tree(files.mapValues(\.text)).files)
    }

    func declares(_ identity: ObjectIdentity) -> Bool {
        files.values.contains { $0.declared.contains { $0.identity == identity } }
    }

    /// Whether one of the files that an object was last seen in may still declare it.
    func isUnreadable(_ object: DeclaredObject, in set: DesiredSet?) -> Bool {
        let broken = set?.broken.first { $0.object == object.identity }?.problem.location.file
        return [object.location.file, broken].contains { $0.flatMap { files[$0] }?.isUnreadable == true }
    }

    // The same with the files in the opposite order.

    func mirrored() -> SourceTree {
        let texts = files.map { (Self.mirrored($0.key), $0.value.text) }
        return SourceTree(
            revision: TreeFixture.revision, files: TreeFixture.tree(Dictionary(uniqueKeysWithValues: texts)).files)
    }

    func mirrored(_ set: DesiredSet) -> DesiredSet {
        let objects = set.objects.map { object in
            DeclaredObject(
                identity: object.identity, dependsOn: object.dependsOn, spec: object.spec, manifest: object.manifest,
                location: Self.mirrored(object.location))
        }
        let broken = set.broken.map { entry in
            BrokenObject(
                object: entry.object,
                problem: Diagnostic(message: "", location: Self.mirrored(entry.problem.location)),
                lastGood: entry.lastGood)
        }
        return DesiredSet(
            source: set.source, revision: set.revision, objects: objects, suites: set.suites, broken: broken)
    }

    private static func mirrored(_ path: String) -> String {
        let number = path.dropFirst().prefix { $0.isNumber }
        return "f\(fileCount - 1 - (Int(number) ?? 0)).yaml"
    }

    private static func mirrored(_ location: SourceLocation) -> SourceLocation {
        SourceLocation(file: mirrored(location.file), line: location.line, column: location.column)
    }

    // Random parts.

    private mutating func addDocument() {
        let kinds: [Kind] = [.environment, .cloudResource, .testSuite]
        let kind = kinds.randomElement(using: &generator) ?? .environment
        let identity = ObjectIdentity(kind: kind, name: "n\(Int.random(in: 0..<4, using: &generator))")
        // Now and then an object is declared twice.
        guard !declares(identity) || Int.random(in: 0..<12, using: &generator) == 0 else { return }
        add(document(identity))
    }

    private mutating func add(_ document: Document) {
        let path = "f\(Int.random(in: 0..<Self.fileCount, using: &generator)).yaml"
        files[path, default: File()].documents.append(document)
    }

    private mutating func document(_ identity: ObjectIdentity) -> Document {
        var document = Document(
            identity: identity, environment: "n\(Int.random(in: 0..<4, using: &generator))",
            detail: Int.random(in: 0..<4, using: &generator))
        if Int.random(in: 0..<3, using: &generator) == 0 {
            let kind: Kind = Bool.random(using: &generator) ? .cloudResource : .testSuite
            document.dependsOn = [ObjectIdentity(kind: kind, name: "n\(Int.random(in: 0..<4, using: &generator))")]
        }
        return document
    }
}
