import Foundation
import Model
import TestSupport
import Testing

@testable import Manifests

/// `.rondoignore` means what `.gitignore` means.
struct IgnoreRulesTests {
    private func ignored(_ rules: [String: String], _ paths: [String], entries: [String] = []) -> [String] {
        var rules = IgnoreRules(TreeFixture.tree(rules), entries: entries)
        return paths.filter { rules.verdict(on: $0) != nil }
    }

    @Test(arguments: [
        ("*.tmpl.yaml", "a.tmpl.yaml x/b.tmpl.yaml", "a.yaml"), ("/a.yaml", "a.yaml", "x/a.yaml"),
        ("charts/", "charts/a.yaml x/charts/b/c.yaml", "charts.yaml"),
        ("a/*.yaml", "a/b.yaml", "a/b/c.yaml x/a/b.yaml"),
        ("a/**/c.yaml", "a/c.yaml a/b/c.yaml a/b/b/c.yaml", "c.yaml a/c.yml"),
        ("**/x/**", "x/a.yaml a/x/b/c.yaml", "x a/b.yaml"),
        ("*\n!b.yaml", "a.yaml x/b.yaml", "b.yaml"),
        ("*.yaml\n!keep/\n!keep/a.yaml", "b.yaml keep/b.yaml", "keep/a.yaml"),
        ("x/\n!x/a.yaml", "x/a.yaml", "a.yaml"), ("\\#a.yaml\n#b.yaml", "#a.yaml", "#b.yaml b.yaml"),
        ("\\!a.yaml", "!a.yaml", "a.yaml"), ("a.yaml  \nb.yaml\\ ", "a.yaml", "b.yaml"),
        ("a[0-9].yaml", "a1.yaml", "ab.yaml a/1.yaml"),
        ("a?c.yaml", "abc.yaml", "ac.yaml a/c.yaml"), ("[", "", "[ a.yaml"), ("a.yaml\r\n", "a.yaml", "b.yaml"),
    ])
    func decides(text: String, taken: String, left: String) {
        let taken = taken.split(separator: " ").map(String.init)
        let left = left.split(separator: " ").map(String.init)
        #expect(ignored([".rondoignore": text], taken + left) == taken, "\(text)")
    }

    @Test func theNearestFileHasTheLastWord() {
        let rules = [
            ".rondoignore": "*.yaml\n", "keep/.rondoignore": "!*.yaml\n/b.yaml\n", "keep/c/.rondoignore": "d.yaml\n",
        ]
        #expect(
            ignored(rules, ["a.yaml", "keep/a.yaml", "keep/b.yaml", "keep/c/b.yaml", "keep/c/d.yaml"])
                == ["a.yaml", "keep/b.yaml", "keep/c/d.yaml"])
        // What stands in an ignored folder is not looked at.
        #expect(ignored([".rondoignore": "x/\n", "x/.rondoignore": "!*\n"], ["x/a.yaml"]) == ["x/a.yaml"])
        #expect(ignored([".rondoignore": "!b.yaml"], ["a.yaml", "b.yaml"], entries: ["*.yaml"]) == ["a.yaml"])
    }

    @Test func saysWhereItStands() {
        var rules = IgnoreRules(TreeFixture.tree(["x/.rondoignore": "# old\n\n*.old.yaml  \n"]))
        #expect(
            rules.verdict(on: "x/y/a.old.yaml")
                == IgnoreRules.Verdict(file: "x/.rondoignore", line: 3, pattern: "*.old.yaml"))
    }

    @Test func isBounded() {
        let line = String(repeating: "a", count: 99) + "\n"
        let large = IgnoreRules(TreeFixture.tree([".rondoignore": String(repeating: line, count: 10_500)]))
        #expect(large.problem?.contains("1050000 bytes") == true)
        let many = IgnoreRules(TreeFixture.tree([".rondoignore": String(repeating: "a\n", count: 10_001)]))
        #expect(many.problem?.contains("10001 patterns") == true)
        // Takes exponential time where a matcher goes back.
        let evil = String(repeating: "*a", count: 1_000) + "b"
        var rules = IgnoreRules(
            TreeFixture.tree([".rondoignore": "\(evil)\n**/\(String(repeating: "**/a/", count: 200))b\n"]))
        let path = String(repeating: "a", count: 250)
        #expect(rules.verdict(on: "\(path).yaml") == nil)
        #expect(rules.verdict(on: String(repeating: "a/", count: 250) + "c.yaml") == nil)
        #expect(rules.problem == nil)
        // Many of them against many files end in a refusal, never in a hang.
        let evils = (0..<400).map { "*\(String(repeating: "a*", count: 500))\($0)\n" }.joined()
        var slow = IgnoreRules(TreeFixture.tree([".rondoignore": evils]), stepLimit: 5_000_000)
        for index in 0..<100 where slow.problem == nil { _ = slow.verdict(on: "\(path)\(index).yaml") }
        #expect(slow.problem?.contains("take too long") == true)
    }

    /// The judge is git itself: `git check-ignore` on the same folders, with the same patterns in `.gitignore`.
    @Test func agreesWithGit() throws {
        let directory = try TemporaryDirectory()
        var paths: [String] = []
        var rules: [String: String] = [:]
        for seed in 0..<600 {
            var random = RandomIgnores(seed: seed)
            let files = random.paths()
            guard !files.isEmpty else { continue }
            paths += files.map { "r\(seed)/\($0)" }
            rules["r\(seed)/.rondoignore"] = random.text(for: files)
            if let folder = files.first(where: { $0.contains("/") })?.split(separator: "/").first {
                rules["r\(seed)/\(folder)/.rondoignore"] = random.text(for: files)
            }
        }
        for path in paths { try directory.write("", to: path) }
        for (path, text) in rules {
            try directory.write(text, to: path.replacing(IgnoreFile.name, with: ".gitignore"))
        }
        let expected = try Self.checkIgnore(paths, in: directory.url)
        let found = Set(ignored(rules, paths))
        let differing = found.symmetricDifference(expected).sorted()
        print(
            "rondoignore: \(paths.count - differing.count) of \(paths.count) verdicts as git check-ignore, "
                + "\(expected.count) ignored")
        let shown = differing.prefix(5).map { path in
            let folder = path.prefix { $0 != "/" }
            return "\(path): \(rules.filter { $0.key.hasPrefix("\(folder)/") })"
        }
        #expect(differing.isEmpty, "\(shown)")
        #expect(paths.count > 5_000 && expected.count > paths.count / 5)
    }

    private static func checkIgnore(_ paths: [String], in folder: URL) throws -> Set<String> {
        try run(["init", "-q", "."], in: folder)
        let output = try run(
            [
                "-c", "core.excludesFile=/dev/null", "-c", "core.quotePath=false", "check-ignore", "--no-index", "-z",
                "--stdin",
            ],
            in: folder, input: paths.map { "\($0)\0" }.joined())
        return Set(output.split(separator: "\0").map(String.init))
    }

    @discardableResult
    private static func run(_ arguments: [String], in folder: URL, input: String = "") throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/git")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        let stdin = Pipe()
        let stdout = Pipe()
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = FileHandle.nullDevice
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        let data = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}
