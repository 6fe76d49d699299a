import Foundation
import Model
import Testing

@testable import Manifests

/// Names, kinds and dependencies that can't be right, and as many as nobody has (research catalogue row 16).
struct ManyObjectsTests {
    private static let limit: Duration = .seconds(5)

    private func pool(_ name: String, dependsOn: [String]) -> String {
        TreeFixture.pool(name: name, dependsOn: "[\(dependsOn.joined(separator: ", "))]")
    }

    @Test("a cycle of any length is an error that prints the path, and the rest stands", arguments: [1, 2, 200])
    func cycles(length: Int) {
        var files = ["good.yaml": TreeFixture.environment, "pool.yaml": TreeFixture.pool(name: "free")]
        for number in 0..<length {
            files["p\(number).yaml"] = pool("p\(number)", dependsOn: ["CloudResource/p\((number + 1) % length)"])
        }
        let loaded = TreeFixture.load(files)
        #expect(loaded.set.objects.map(\.identity.name).sorted() == ["dev", "free"])
        let errors = loaded.set.diagnostics.filter { $0.severity == .error }
        #expect(errors.count == length)
        #expect(errors.allSatisfy { $0.message.contains("wait for each other: CloudResource/p0") })
    }

    @Test("ten thousand objects may wait for one, and one for ten thousand")
    func fanIn() {
        let start = ContinuousClock.now
        let documents = (0..<9_000).map { pool("p\($0)", dependsOn: ["Environment/dev"]) }
        var files = ["good.yaml": TreeFixture.environment]
        for (index, part) in stride(from: 0, to: documents.count, by: 1_000).enumerated() {
            files["p\(index).yaml"] = documents[part..<min(part + 1_000, documents.count)].joined(separator: "---\n")
        }
        files["hub.yaml"] = pool("hub", dependsOn: (0..<9_000).map { "CloudResource/p\($0)" })
        let loaded = TreeFixture.load(files)
        #expect(loaded.set.diagnostics.isEmpty, "\(loaded.set.diagnostics.prefix(3))")
        #expect(loaded.set.objects.count == 9_002)
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test("the same name in two files is an error for the second; in two namespaces it is none")
    func duplicates() {
        let other = TreeFixture.environment.replacingOccurrences(
            of: "{ name: dev }", with: "{ name: dev, namespace: b }")
        let loaded = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": other])
        #expect(!loaded.set.hasErrors)
        #expect(loaded.set.objects.count == 2)
        let twice = TreeFixture.load(["a.yaml": TreeFixture.environment, "b.yaml": TreeFixture.environment])
        #expect(twice.set.diagnostics.contains { $0.message.contains("is already declared at a.yaml:3") })
    }

    @Test("what is nearly a kind, a version or a field is told what it should be")
    func lookalikes() {
        for (from, to, message) in [
            ("kind: Environment", "kind: Enviroment", "did you mean `Environment`?"),
            ("kind: Environment", "kind: environment", "did you mean `Environment`?"),
            ("kind: Environment", "kind: Pod", "`kind`"),
            ("type: dev", "typo: dev", "did you mean `type`?"),
            ("name: dev", "name: Dev", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: \(String(repeating: "a", count: 300))", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: d\u{0435}v", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: dev\u{200B}", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: \u{202E}ved", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: -dev", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: \"dev\\n---\\nkind: X\"", "must be 1 to 63 lower-case letters"),
            ("name: dev", "name: \"\\e]0;pwned\\a\"", "must be 1 to 63 lower-case letters"),
        ] {
            let text = TreeFixture.environment.replacingOccurrences(of: from, with: to)
            let loaded = TreeFixture.load([
                "bad.yaml": text,
                "good.yaml": TreeFixture.environment.replacingOccurrences(of: "name: dev", with: "name: good"),
            ])
            #expect(loaded.set.objects.map(\.identity.name) == ["good"], "\(to)")
            let messages = loaded.set.diagnostics.map(\.message)
            #expect(messages.contains { $0.contains(message) }, "\(to): \(messages)")
            for message in messages {
                #expect(message.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }, "\(message)")
            }
        }
    }

    @Test("globs, JSON paths and patterns that take for ever elsewhere end here")
    func pathologicalPatterns() {
        let start = ContinuousClock.now
        let stars = String(repeating: "*a", count: 200) + "b"
        let deep = String(repeating: "**/", count: 500) + "x"
        let path = "$" + String(repeating: "..a", count: 500)
        let nested = String(repeating: "(", count: 200) + "a+" + String(repeating: ")+", count: 200) + "$"
        let tests = """
                - name: a
                  rest: { service: shop, path: /x }
                  cache: { inputs: ["\(stars)", "\(deep)", "[[[[", "\(String(repeating: "?", count: 5_000))"] }
                - name: b
                  rest: { service: shop, path: /x }
                  assert: ["json $[2147483647] == 1", "json \(path) == 1", "body matches /\(nested)/", "json $[99999999999999999999] exists"]
            """
        var listing: [String: GitObjectID] = [:]
        for number in 0..<200 {
            listing[String(repeating: "a", count: 200) + "\(number)/" + String(repeating: "a/", count: 50) + "c"] =
                GitObjectID(rawValue: "\(number)")
        }
        let tree = SourceTree(
            revision: TreeFixture.revision,
            files: [
                SourceFile(
                    path: "a.yaml", blob: GitObjectID(rawValue: "a"), contents: Data(TreeFixture.environment.utf8)),
                SourceFile(
                    path: "b.yaml", blob: GitObjectID(rawValue: "b"), contents: Data(TreeFixture.suite(tests).utf8)),
            ], listing: listing)
        let loaded = ManifestLoader().load(tree, source: "default")
        #expect(loaded.set.objects.contains { $0.identity.kind == .environment })
        #expect(ContinuousClock.now - start < Self.limit)
    }
}
