import Foundation
import Model
import Testing

@testable import Manifests

/// Where secrets are kept, as manifests say it.
struct SecretFieldTests {
    private static let sealed = "v1.0123456789abcdef.object.\(Base64URL.encode(Data(repeating: 9, count: 60)))"

    private func environment(_ secret: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec:
          type: dev
          secrets:
            pin: \(secret)
        """
    }

    @Test("The text and the mapping say the same; what people see is what the author wrote")
    func bothForms() throws {
        for (text, mapping) in [
            ("env:SHOP_PIN", "{ env: SHOP_PIN }"), ("file:key", "{ file: key }"), ("store:db", "{ store: db }"),
            ("sealed:\(Self.sealed)", "{ sealed: \(Self.sealed) }"),
        ] {
            let objects = [text, mapping].map { TreeFixture.load(environment($0)).set.objects }
            let specs = objects.compactMap(\.first?.spec)
            #expect(specs.count == 2 && specs[0] == specs[1], "\(text)")
            guard case .environment(let spec) = specs[0] else { continue }
            #expect(spec.secrets["pin"]?.text == text)
            #expect(objects[0].first?.manifest["secrets"]?["pin"] == .string(text))
            let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
            #expect(objects[1].first?.manifest["secrets"]?["pin"] == .object([parts[0]: .string(parts[1])]))
        }
    }

    @Test("Whatever stands there by mistake is never in the error, and the line is never shown")
    func neverShown() {
        for text in [
            "hunter2-5f3a", "\"hunter2-5f3a:x\"", "[hunter2-5f3a]", "{ store: \"hunter2-5f3a \" }",
            "sealed:hunter2-5f3a", "sealed:v1.hunter2-5f3a.object.AAAA", "env:hunter2-5f3a", "file:a/hunter2-5f3a",
            "|\n      hunter2-5f3a", "!!binary hunter2-5f3a", "{ store: { hunter2-5f3a: x } }",
        ] {
            let found = TreeFixture.load(environment(text)).set.diagnostics
            #expect(!found.isEmpty, "\(text)")
            for diagnostic in found {
                #expect(!diagnostic.message.contains("hunter2") && diagnostic.isConfidential, "\(diagnostic)")
                #expect(diagnostic.location.line >= 7 && diagnostic.location.column >= 10, "\(diagnostic)")
            }
        }
    }

    @Test("A sealed value with any character changed is refused or is another value, and nothing crashes")
    func damaged() {
        let line = "sealed:\(Self.sealed)"
        for index in line.indices {
            for replacement in ["", "A", ".", " ", "é", ":"] {
                var text = line
                text.replaceSubrange(index...index, with: replacement)
                let loaded = TreeFixture.load(environment("\"\(text)\""))
                #expect(loaded.set.objects.isEmpty == !loaded.set.diagnostics.isEmpty)
            }
        }
    }

    @Test("Strings that break software are no sources, and are not repeated")
    func naughtyStrings() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let data =
            ProcessInfo.processInfo.environment["RONDO_TEST_DATA"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared/data")
        guard let contents = try? Data(contentsOf: data.appending(path: "suites/naughty-strings/blns-dev.json")) else {
            print("skipped: no naughty strings beside the package")
            return
        }
        let strings = try JSONDecoder().decode([String].self, from: contents)
        for string in strings {
            #expect(SecretSource(string) == nil, "\(string)")
            for scheme in SecretSource.Scheme.allCases {
                let source = try? SecretSource(scheme, string)
                #expect(source == nil || source?.text == "\(scheme.rawValue):\(string)")
            }
        }
        print("naughty strings as secrets: \(strings.count) of \(strings.count)")
        #expect(strings.count > 100)
    }
}
