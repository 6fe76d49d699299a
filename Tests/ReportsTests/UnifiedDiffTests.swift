import Foundation
import Reports
import TestSupport
import Testing

/// Patches are what git applies, whatever was changed.
struct UnifiedDiffTests {
    /// A generator that gives the same numbers in every run.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 31)
        }
    }

    private func git(_ arguments: [String], in folder: URL, input: String) throws -> Int32 {
        let patch = folder.appending(path: "p.patch")
        try Data(input.utf8).write(to: patch)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", folder.path(percentEncoded: false)] + arguments + ["p.patch"]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }

    @Test("git makes the new file of the old one and the patch")
    func applies() throws {
        var random = Seeded(state: 7)
        let words = ["spec:", "  replicas: 3", "  # a comment", "", "---", "  drift: report\r", "- ü"]
        let directory = try TemporaryDirectory()
        for turn in 0..<120 {
            let path = ["pool.yaml", "a b/pool.yaml", "über/\"x\".yaml"][turn % 3]
            let file = directory.url.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            var lines = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                words.randomElement(using: &random) ?? ""
            }
            let old = Data((lines.joined(separator: "\n") + (turn % 2 == 0 ? "\n" : "x")).utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: 0..<lines.count, using: &random)
                switch Int.random(in: 0...2, using: &random) {
                case 0: lines[place] += "!"
                case 1: lines.insert("new", at: place)
                default: if lines.count > 1 { lines.remove(at: place) }
                }
            }
            let new = Data((lines.joined(separator: "\n") + (turn % 5 == 0 ? "" : "\n")).utf8)
            try old.write(to: file)
            let patch = UnifiedDiff.text(path: path, old: old, new: new)
            guard old != new else {
                #expect(patch.isEmpty)
                continue
            }
            #expect(try git(["apply", "--whitespace=nowarn"], in: directory.url, input: patch) == 0, "\(patch)")
            #expect(try Data(contentsOf: file) == new, "\(patch)")
        }
    }

    @Test("A new file is told as one")
    func newFile() throws {
        let directory = try TemporaryDirectory()
        let patch = UnifiedDiff.text(path: "imported/pool.yaml", old: nil, new: Data("a: 1\n".utf8))
        #expect(try git(["apply"], in: directory.url, input: patch) == 0, "\(patch)")
        #expect(
            try String(contentsOf: directory.url.appending(path: "imported/pool.yaml"), encoding: .utf8) == "a: 1\n")
    }
}
