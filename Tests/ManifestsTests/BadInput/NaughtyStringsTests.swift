import Foundation
import Model
import Testing

@testable import Manifests

/// The big list of naughty strings as names and as values.
struct NaughtyStringsTests {
    private static func strings() throws -> [String]? {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        let url = data.appending(path: "suites/naughty-strings/blns-dev.json")
        guard let contents = try? Data(contentsOf: url) else {
            print("skipped: no naughty strings beside the package")
            return nil
        }
        return try JSONDecoder().decode([String].self, from: contents)
    }

    /// A double-quoted scalar of YAML: JSON's strings are such, but for controls that JSON takes as they are.
    private static func quoted(_ text: String) throws -> String {
        let json = String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
        return json.unicodeScalars.map { scalar in
            let isBare = (0x7F...0x9F).contains(scalar.value) || [0xFEFF, 0xFFFE, 0xFFFF].contains(scalar.value)
            let digits = String(scalar.value, radix: 16)
            return isBare ? "\\u" + String(repeating: "0", count: 4 - digits.count) + digits : String(scalar)
        }.joined()
    }

    @Test("as values they are kept to the letter, through the canonical form as well")
    func values() throws {
        guard let strings = try Self.strings() else { return }
        var kept = 0
        for text in strings {
            // References are resolved or refused, never kept.
            guard !text.contains("${{") else { continue }
            let quoted = try Self.quoted(text)
            let manifest = """
                apiVersion: rondo.dev/v1
                kind: Environment
                metadata: { name: dev, labels: { a: \(quoted) }, annotations: { a: \(quoted) } }
                spec:
                  type: dev
                  variables: { a: \(quoted) }
                  services: { s: { mock: { routes: [{ path: /x, headers: { X: \(quoted) }, body: \(quoted) }] } } }

                """
            let loaded = TreeFixture.load(manifest)
            let object = try #require(loaded.set.objects.first, "\(quoted): \(loaded.set.diagnostics)")
            guard case .environment(let spec) = object.spec else { continue }
            #expect(spec.variables["a"] == text)
            #expect(object.labels["a"] == text)
            let stored = try JSONDecoder().decode(DeclaredObject.self, from: CanonicalEncoding.data(object))
            #expect(stored == object, "\(quoted)")
            kept += stored == object ? 1 : 0
        }
        print("naughty strings as values: \(kept) of \(strings.count) kept")
        #expect(kept > 200)
    }

    @Test("as names, keys, patterns and scalars without quotes they are taken or refused, and the others stand")
    func names() throws {
        guard let strings = try Self.strings() else { return }
        for text in strings {
            let quoted = try Self.quoted(text)
            for manifest in [
                "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: \(quoted) }\nspec: { type: dev }\n",
                "apiVersion: rondo.dev/v1\nkind: \(quoted)\nmetadata: { name: x }\nspec: { type: dev }\n",
                "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: x }\nspec: { type: dev, \(quoted): 1 }\n",
                "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: x }\nspec: { type: \(quoted) }\n",
                "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: x }\nspec: { type: dev, variables: { \(quoted): a } }\n",
                "apiVersion: rondo.dev/v1\nkind: Environment\nmetadata: { name: x }\nspec:\n  type: dev\n  variables:\n    a: \(text)\n",
                TreeFixture.suite(
                    "    - name: \(quoted)\n      owner: \(quoted)\n      command: { run: [\(quoted)] }\n"),
                TreeFixture.suite(
                    "    - name: a\n      rest: { url: \(quoted), path: \(quoted), method: \(quoted) }\n      assert: [\(quoted)]\n      capture: { \(quoted): \(quoted) }\n      cache: { inputs: [\(quoted)] }\n"
                ),
            ] {
                let loaded = TreeFixture.load(["bad.yaml": manifest, "good.yaml": TreeFixture.environment])
                #expect(loaded.set.objects.contains { $0.identity.description == "Environment/dev" }, "\(quoted)")
                for diagnostic in loaded.set.diagnostics {
                    let isClean = diagnostic.message.unicodeScalars.allSatisfy {
                        $0.properties.generalCategory != .control
                    }
                    #expect(isClean, "\(quoted): \(diagnostic.message)")
                    #expect(diagnostic.location.line >= 1 && diagnostic.location.column >= 1)
                }
            }
        }
    }
}
