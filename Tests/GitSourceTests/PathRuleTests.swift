import Testing

@testable import GitSource

@Suite struct PathRuleTests {
    @Test(arguments: ["a.yaml", "...", ".github", ".gitignore", "git~2", ".gita", "über.yaml", "a b", "-rf", "😀.yml"])
    func takesPlainNames(name: String) { #expect(PathRule.refusal(ofName: name) == nil) }

    @Test(arguments: [
        "", ".", "..", "a/b", "a\\b", ".git", ".GIT", ".git.", ".git ", ".git. .", ".git:x", ".git::$INDEX_ALLOCATION",
        "git~1", "GIT~1", ".g\u{200C}it", "\u{FEFF}.git", "a\nb", "a\u{0}b", "a\u{7F}", "a\u{202E}b", "a\u{2028}b",
        String(repeating: "x", count: 256),
    ])
    func refusesNamesThatMeanSomethingElse(name: String) { #expect(PathRule.refusal(ofName: name) != nil) }

    @Test func knowsManifestsByTheirEnding() {
        for name in ["a.yaml", "a.YML", ".yaml"] { #expect(PathRule.mayHoldManifests(name)) }
        for name in ["yaml", "a.yaml.txt", "a.json"] { #expect(!PathRule.mayHoldManifests(name)) }
    }

    @Test func readsThePathOfASource() throws {
        #expect(try TreePath.components(of: "") == [])
        #expect(try TreePath.components(of: ".") == [])
        #expect(try TreePath.components(of: "./deploy//prod/") == ["deploy", "prod"])
        for path in ["/etc", "a/../b", "..", "a/.git", "a\\b", String(repeating: "a/", count: 3_000)] {
            #expect(throws: GitSourceError.self) { try TreePath.components(of: path) }
        }
    }

    @Test func makesTextPrintable() {
        #expect(PrintableText.line("plain ünïcode") == "plain ünïcode")
        #expect(PrintableText.line("a\u{1B}[0m\r\nb\u{202E}") == "a\u{FFFD}[0m\u{FFFD}\u{FFFD}b\u{FFFD}")
        #expect(PrintableText.line(String(repeating: "x", count: 201)).count == 200)
        #expect(PrintableText.line(String(repeating: "x", count: 200)).hasSuffix("x"))
        let piled = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(PrintableText.line(piled).utf8.count < 10_000)
    }
}
