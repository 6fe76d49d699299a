import Foundation
import TestSupport
import Testing

@testable import TestLanguage

struct GlobPatternTests {
    private static let paths = [
        "a", "b.json", ".hidden", "src/a", "src/b.json", "src/ab", "src/[x]", "src/x*y", "src/deep/a",
        "src/deep/b.json",
        "src/deep/er/b.json", "src/deep/er/still/ab", "srcs/a", "other/src/a", "data/1.csv", "data/12.csv",
        "data/x.csv", "data/-.csv",
    ]

    @Test(arguments: [
        ("**", paths.count), ("*", 3), ("**/*", paths.count), ("src/*", 5), ("src/**", 9), ("src/**/*", 9),
        ("**/b.json", 4), ("src/**/b.json", 3), ("*/**/a", 4), ("src/?", 1), ("src/?b", 1), ("**/er/**", 2),
        ("src/**/er/**/ab", 1), ("data/[0-9].csv", 1), ("data/[0-9]*.csv", 2), ("data/[!0-9].csv", 2),
        ("data/[^0-9].csv", 2), ("data/[x-z0-2].csv", 2), ("data/?.csv", 3), ("data/[-x].csv", 2),
        ("src/[[]x]", 1), ("src/x[*]y", 1), ("s*c*/a", 2), ("*.json", 1), ("**/**/a", 5), ("nothing/*", 0),
        ("**/a/*", 0),
    ])
    func matchesAsGitDoes(pattern: String, count: Int) throws {
        let glob = try GlobPattern(pattern, folder: "")
        let mine = Self.paths.filter(glob.matches).sorted()
        #expect(mine.count == count, "\(mine)")
        let directory = try TemporaryDirectory()
        let git = try GitFixture(at: directory.url)
        for path in Self.paths { try git.write("", to: path) }
        try git.git("add", "-A")
        let listed = try git.git("ls-files", "-z", "--", ":(glob)\(pattern)").split(separator: "\0")
        #expect(mine == listed.map(String.init).sorted())
    }

    @Test func isRelativeToItsFolder() throws {
        func parts(_ text: String, _ folder: String) throws -> [GlobPattern.Part] {
            try GlobPattern(text, folder: folder).parts
        }
        #expect(try parts("b", "a") == [.name("a"), .name("b")])
        #expect(try parts("../b/./c", "a") == [.name("b"), .name("c")])
        #expect(try parts("../../x/../b", "a/b") == [.name("b")])
        #expect(try parts("../*", "[a]/*") == [.name("[a]"), .wildcard([.anyText])])
        #expect(try parts("**/**", "") == [.folders, .wildcard([.anyText])])
        #expect(try parts("a***b", "") == [.wildcard([.scalar("a"), .anyText, .scalar("b")])])
    }

    @Test func knowsWhereItCanMatch() throws {
        func prefix(_ text: String) throws -> String { try GlobPattern(text, folder: "f").literalPrefix }
        #expect(try prefix("*") == "f/")
        #expect(try prefix("a/b/c*/d") == "f/a/b/")
        #expect(try prefix("a/b") == "f/a/b")
        #expect(try prefix("../*") == "")
        #expect(try GlobPattern("a/b", folder: "f").isPath)
        #expect(!(try GlobPattern("a/?", folder: "f").isPath))
    }

    @Test(arguments: [
        "/a", "..", "../..", "../../a", "a/", ".", "./", "a/..", "a/.", "a\\b", "a\nb", "[", "[]", "[a", "[b-a]",
        "*/..",
    ])
    func refuses(pattern: String) {
        #expect(throws: GlobError.self) { try GlobPattern(pattern, folder: "f") }
    }

    /// Git compares bytes, which nobody means.
    @Test func aQuestionMarkIsOneCharacter() throws {
        #expect(try GlobPattern("?", folder: "").matches("é"))
        #expect(try GlobPattern("[à-ü]", folder: "").matches("é"))
        #expect(!(try GlobPattern("??", folder: "").matches("é")))
    }

    @Test func longPatternsEnd() throws {
        let name = String(repeating: "a", count: 200)
        let stars = try GlobPattern(String(repeating: "a*", count: 100) + "b", folder: "")
        #expect(!stars.matches(name))
        let folders = try GlobPattern(String(repeating: "**/a/", count: 40) + "b", folder: "")
        #expect(!folders.matches(String(repeating: "a/", count: 2_000) + "c"))
        #expect(folders.matches(String(repeating: "a/", count: 2_000) + "b"))
    }
}
