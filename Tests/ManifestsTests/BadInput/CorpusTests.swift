import Foundation
import Model
import Testing

@testable import Manifests

/// The inputs that `scripts/fuzz` found to reach more of the code than others.
struct CorpusTests {
    @Test("what the fuzzer found is told with a place inside the file, and spares the others")
    func corpus() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/corpus")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false)).sorted()
        #expect(names.count > 10)
        for name in names {
            let contents = try Data(contentsOf: folder.appending(path: name))
            let tree = SourceTree(
                revision: TreeFixture.revision,
                files: [
                    SourceFile(path: name, blob: GitObjectID(rawValue: name), contents: contents),
                    SourceFile(
                        path: "good.yaml", blob: GitObjectID(rawValue: "good"),
                        contents: Data(
                            TreeFixture.environment.replacingOccurrences(of: "name: dev", with: "name: good").utf8)),
                ])
            let loaded = ManifestLoader().load(tree, source: "default")
            #expect(loaded.set.objects.contains { $0.identity.name == "good" }, "\(name)")
            for diagnostic in loaded.set.diagnostics {
                #expect(
                    diagnostic.location.line <= contents.count + 1 && diagnostic.location.column >= 1, "\(diagnostic)")
                let isClean = diagnostic.message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
                #expect(isClean, "\(name): \(diagnostic.message.debugDescription)")
            }
        }
    }
}
