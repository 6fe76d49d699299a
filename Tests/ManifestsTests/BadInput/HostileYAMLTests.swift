import Foundation
import Model
import Testing

@testable import Manifests

/// Files that are made to hurt (research catalogue rows 14 to 16 and 19): each gives an error with a place inside the
/// file, in bounded time, and spares the objects beside it.
struct HostileYAMLTests {
    /// A guard against hangs, not a timing.
    private static let limit: Duration = .seconds(5)

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        /// Part of the first error; nil when it is no error.
        let message: String?

        init(_ name: String, _ text: String, _ message: String?) {
            self.name = name
            self.text = text
            self.message = message
        }

        var testDescription: String { name }
    }

    private static func bomb(width: Int, levels: Int) -> String {
        "a0: &a0 x\n"
            + (1...levels).map { level in
                let names = Array(repeating: "*a\(level - 1)", count: width).joined(separator: ", ")
                return "a\(level): &a\(level) [\(names)]\n"
            }.joined()
    }

    private static let manyDocuments = String(repeating: "---\n", count: 250_000)
    private static let chain =
        "- &0 [x]\n"
        + (1...50_000).map { number in
            "- &\(String(number, radix: 36)) [*\(String(number - 1, radix: 36))]\n"
        }.joined()

    static let cases: [Case] = [
        Case("9 x 9 bomb", bomb(width: 9, levels: 9), "more than 100000 nodes, aliases followed"),
        Case("2^26 bomb", bomb(width: 2, levels: 26), "more than 100000 nodes, aliases followed"),
        Case(
            "2^26 bomb over mappings", bomb(width: 1, levels: 3) + bomb(width: 2, levels: 26), "more than 100000 nodes"),
        Case("chain of 50000 aliases", chain, "nested deeper than 100 levels"),
        Case("anchor within itself", "a: &a [*a]\n", "stands inside what `&a` names"),
        Case("anchor that is itself", "&a *a : x\n", ""),
        Case("tagged anchor within itself", "a: &a !!map { b: *a }\n", "stands inside what `&a` names"),
        Case("alias of nothing", "a: *b\n", "names nothing"),
        Case("alias across documents", "a: &a x\n---\nb: *a\n", "names nothing"),
        Case("merge key of itself", "a: &a\n  <<: *a\n", "stands inside what `&a` names"),
        Case("100000 lists", String(repeating: "[", count: 100_000), "nested deeper than 100 levels"),
        Case("100000 mappings", String(repeating: "{a: ", count: 100_000), "nested deeper than 100 levels"),
        Case(
            "5000 block levels", (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            "nested deeper"),
        Case("100000 dashes", String(repeating: "- ", count: 100_000), "nested deeper than 100 levels"),
        Case("250000 documents", manyDocuments, "more than 10000 documents in one file"),
        Case("a million documents", String(repeating: "---\n", count: 1_000_000), "at most 1048576 are read: split it"),
        Case("2 MB scalar", "a: " + String(repeating: "x", count: 2 << 20), "at most 1048576 are read: split it"),
        Case("1 MB of quotes", "a: '" + String(repeating: "''", count: 500_000), ""),
        Case("900 kB key", String(repeating: "k", count: 900_000) + ": x\n", ""),
        Case("900 kB anchor", "a: &" + String(repeating: "k", count: 900_000) + " x\n", nil),
        Case("900 kB tag", "a: !" + String(repeating: "k", count: 900_000) + " x\n", nil),
        Case("tab as indentation", "a:\n\tb: c\n", "tab"),
        Case("NUL", "a: \u{0}\n", ""),
        Case("control character", "a: \u{1B}[31m\n", ""),
        Case("unknown escape", "a: \"\\q\"\n", ""),
        Case("lone surrogate", "a: \"\\uD800\"\n", ""),
        Case("code point beyond Unicode", "a: \"\\U00110000\"\n", ""),
        Case("unknown directive", "%YAML 9.9\n---\na: b\n", ""),
        Case("unclosed quote", "a: \"b\n", ""),
        Case("only a document start", "---\n", nil),
        Case("only document ends, which libyaml refuses", "...\n...\n", "did not find expected node content"),
        Case("nothing", "", nil),
        Case("only a comment", "# nothing\n", nil),
        Case("complex keys", "? {a: b}\n: c\n? [d]\n: e\n", nil),
    ]

    @Test(arguments: cases)
    func isRefusedAndSparesTheOthers(input: Case) throws {
        let clock = ContinuousClock()
        let start = clock.now
        let loaded = TreeFixture.load(["bad.yaml": input.text, "good.yaml": TreeFixture.environment])
        #expect(clock.now - start < Self.limit)
        #expect(loaded.set.objects.map(\.identity.name) == ["dev"])
        let errors = loaded.set.diagnostics.filter { $0.severity == .error }
        guard let message = input.message else {
            #expect(errors.isEmpty, "\(errors.map(\.description))")
            return
        }
        let first = try #require(errors.first, "no error")
        #expect(message.isEmpty || first.message.contains(message), "\(first)")
        #expect(first.message.utf8.count < 2_000, "\(first.message.prefix(200))")
        #expect(first.location.file == "bad.yaml")
        let lines = input.text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
        #expect((1...lines + 1).contains(first.location.line), "\(first.location)")
    }

    @Test("a document after one that is broken is read")
    func theRestOfTheFile() {
        for broken in ["a: *b\n", "a: [\n", "a: 'x\n", "\ta: b\n", "a: &a [*a]\n", "? {"] {
            let loaded = TreeFixture.load(broken + "\n---\n" + TreeFixture.environment)
            #expect(loaded.set.objects.map(\.identity.name) == ["dev"], "\(broken)")
            #expect(loaded.set.hasErrors)
        }
    }

    @Test("a byte order mark, CRLF and document markers change nothing")
    func harmlessForms() {
        let plain = TreeFixture.load(TreeFixture.environment).set.objects.map(\.spec)
        for text in [
            "\u{FEFF}" + TreeFixture.environment,
            TreeFixture.environment.replacingOccurrences(of: "\n", with: "\r\n"),
            "---\n" + TreeFixture.environment + "...\n", "--- \n" + TreeFixture.environment + "---\n",
            "%YAML 1.2\n---\n" + TreeFixture.environment, "# hello\n\n" + TreeFixture.environment + "\n...\n# end\n",
        ] {
            let loaded = TreeFixture.load(text)
            #expect(!loaded.set.hasErrors, "\(loaded.set.diagnostics)")
            #expect(loaded.set.objects.map(\.spec) == plain)
        }
    }

    @Test("UTF-16 and bytes that are no UTF-8 are errors, not text")
    func encodings() {
        let broken = Data([0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x0A])
        let wide = Data("a: b\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
        for contents in [broken, wide, Data([0xC0, 0x80]), Data([0xED, 0xA0, 0x80])] {
            let tree = SourceTree(
                revision: TreeFixture.revision,
                files: [
                    SourceFile(path: "bad.yaml", blob: GitObjectID(rawValue: "x"), contents: contents),
                    SourceFile(
                        path: "good.yaml", blob: GitObjectID(rawValue: "y"),
                        contents: Data(TreeFixture.environment.utf8)),
                ])
            let loaded = ManifestLoader().load(tree, source: "default")
            #expect(loaded.set.objects.map(\.identity.name) == ["dev"])
            #expect(loaded.set.hasErrors, "\(Array(contents.prefix(6)))")
        }
    }
}
