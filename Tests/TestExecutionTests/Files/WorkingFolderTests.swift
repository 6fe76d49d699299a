import Foundation
import Glibc
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// What a command wrote is looked for in its working directory and nowhere else.
struct WorkingFolderTests {
    private let scratch: TemporaryDirectory

    init() throws { scratch = try TemporaryDirectory() }

    private func find(
        _ patterns: String..., in path: String? = nil, limits: FileSearchLimits = FileSearchLimits()
    ) throws -> FoundFiles {
        try WorkingFolder(scratch: scratch.url, path: path).find(
            patterns.map { try GlobPattern($0, below: .workingDirectory) }, limits: limits)
    }

    @Test func findsFilesByPatterns() throws {
        for path in ["report.xml", "out/a.xml", "out/deep/b.xml", "out/b.txt", "out.xml/c", ".hidden.xml"] {
            try scratch.write("12345", to: path)
        }
        #expect(try find("*.xml").files.map(\.path) == [".hidden.xml", "report.xml"])
        #expect(try find("out/**/*.xml", "out/b.*").files.map(\.path) == ["out/a.xml", "out/b.txt", "out/deep/b.xml"])
        #expect(try find("**/*.xml", in: "out").files.map(\.path) == ["a.xml", "deep/b.xml"])
        #expect(try find("report.xml").files.map(\.size) == [5])
        #expect(try find("nothing/**").files.isEmpty)
    }

    /// Breaks when `HeldFolder` opens folders or files without `O_NOFOLLOW`.
    @Test func neverFollowsLinks() throws {
        let outside = try TemporaryDirectory()
        try outside.write("secret", to: "inner/key.xml")
        try scratch.write("own", to: "out/own.xml")
        let manager = FileManager.default
        try manager.createSymbolicLink(atPath: scratch.path("folder"), withDestinationPath: outside.path(""))
        try manager.createSymbolicLink(
            atPath: scratch.path("out/key.xml"), withDestinationPath: outside.path("inner/key.xml"))
        let found = try find("**/*.xml", "folder/**", "folder")
        #expect(found.files.map(\.path) == ["out/own.xml"])
        #expect(found.passedOver == ["folder", "out/key.xml"])
        let folder = try WorkingFolder(scratch: scratch.url)
        #expect(throws: WorkingFolder.Problem.self) { try folder.file("out/key.xml") }
        #expect(throws: WorkingFolder.Problem.self) { try folder.file("folder/inner/key.xml") }
        let linked = try WorkingFolder(scratch: scratch.url, path: "folder/inner")
        #expect(throws: WorkingFolder.Problem.self) { try linked.find([]) }
        #expect(throws: WorkingFolder.Problem.self) { try linked.checkedPath() }
        #expect(try folder.file("out/own.xml").handle.readToEnd() == Data("own".utf8))
    }

    @Test func aPipeIsNoFileAndHoldsNobodyUp() throws {
        #expect(mkfifo(scratch.path("report.xml"), 0o600) == 0)
        #expect(try find("*").passedOver == ["report.xml"])
        #expect(throws: WorkingFolder.Problem("`report.xml` is no file")) {
            try WorkingFolder(scratch: scratch.url).file("report.xml")
        }
    }

    /// Breaks when one of the three bounds is not looked at.
    @Test func staysWithinItsBounds() throws {
        for number in 1...9 { try scratch.write("", to: "many/\(number)") }
        try scratch.write("", to: "a/b/c/d/e")
        let some = try find("many/*", limits: FileSearchLimits(files: 3))
        #expect(some.files.map(\.path) == ["many/1", "many/2", "many/3"] && some.isCut)
        #expect(!(try find("many/*", limits: FileSearchLimits(files: 9)).isCut))
        let looked = try find("many/*", limits: FileSearchLimits(entries: 5))
        #expect(looked.files.count < 9 && looked.isCut)
        let flat = try find("a/**", limits: FileSearchLimits(depth: 2))
        #expect(flat.files.isEmpty && flat.isCut)
    }

    /// What can't match is not even opened, so that it does not count.
    @Test func looksOnlyWhereSomethingCanMatch() throws {
        for number in 1...50 { try scratch.write("", to: "node_modules/\(number)") }
        try scratch.write("", to: "out/report.xml")
        let found = try find("out/*.xml", limits: FileSearchLimits(entries: 10))
        #expect(found.files.map(\.path) == ["out/report.xml"] && !found.isCut)
    }

    @Test(arguments: ["..", "a/../..", "/etc", "a\0b"]) func refusesPathsOutside(path: String) {
        #expect(throws: WorkingFolder.Problem.self) { try WorkingFolder(scratch: scratch.url, path: path) }
    }

    @Test func aFolderThatIsGoneIsAProblem() throws {
        #expect(throws: WorkingFolder.Problem("there is no `gone`")) { try find("*", in: "gone") }
    }
}
