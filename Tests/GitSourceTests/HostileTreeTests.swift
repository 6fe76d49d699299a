import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// Tree objects that git itself would not write.
@Suite struct HostileTreeTests {
    @Test func passesOverNamesThatMeanSomethingElse() async throws {
        let place = try Place()
        let raw = RawTree(git: place.git)
        let blob = try raw.blob("kind: Environment\n")
        let inner = try raw.tree([.init("100644", "x.yaml", blob)])
        let names = [".git", ".GIT", "git~1", ".git\u{200C}", "..", ".", "a\\b", "c\nd", "e\u{1B}f", "g\u{202E}h"]
        var entries: [RawTree.Entry] = names.map { .init("40000", $0, inner) }
        entries.append(.init("40000", [0x66, 0xFF], inner))
        entries.append(.init("40000", "ok", inner))
        entries.append(.init("100644", [0xFF] + Array(".yaml".utf8), blob))
        entries.append(.init("100644", String(repeating: "n", count: 300) + ".yaml", blob))
        entries.append(.init("100644", "harmless\\name.txt", blob))
        try raw.commit(try raw.tree(entries))
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.files.map(\.path) == ["ok/x.yaml"])
        #expect(tree.notices.count == names.count + 3)
        for notice in tree.notices {
            #expect(notice.severity == .warning)
            #expect("\(notice)".unicodeScalars.allSatisfy(PrintableText.isPrintable), "\(notice)")
        }
        await place.reader.stop()
    }

    @Test func survivesDuplicateAndUnsortedEntriesAndUnknownModes() async throws {
        let place = try Place()
        let raw = RawTree(git: place.git)
        let one = try raw.blob("one\n")
        let two = try raw.blob("two\n")
        let folder = try raw.tree([.init("100644", "x.yaml", one)])
        try raw.commit(
            try raw.tree([
                .init("100644", "z.yaml", one), .init("100644", "a.yaml", one), .init("100644", "a.yaml", two),
                .init("40000", "a.yaml", folder), .init("20000", "device.yaml", two), .init("40000", "d", folder),
                .init("40000", "d", folder),
            ]))
        let tree = try await place.reader.tree(of: place.remote())
        #expect(tree.files.map(\.path) == ["a.yaml", "a.yaml/x.yaml", "d/x.yaml", "z.yaml"])
        #expect(tree.files.first?.contents == Data("one\n".utf8))
        #expect(tree.notices.map(\.location.file).sorted() == ["a.yaml", "d/x.yaml", "device.yaml"])
        await place.reader.stop()
    }

    @Test func aTreeThatIsNotATreeIsADamagedRepository() async throws {
        let place = try Place()
        let raw = RawTree(git: place.git)
        let blob = try raw.blob("one\n")
        for bad in [Data("100644 cut\0abc".utf8), Data("nonsense".utf8), Data("999999999 x\0".utf8)] {
            let tree = try raw.object("tree", bad)
            let text = "tree \(tree)\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nBad\n"
            try place.git.git("update-ref", "refs/heads/main", try raw.object("commit", Data(text.utf8)))
            await expectDamage(place)
        }
        // An entry that says "folder" and names a blob.
        try raw.commit(try raw.tree([.init("100644", "ok.yaml", blob)]))
        _ = try await place.reader.tree(of: place.remote())
        let liar = try raw.tree([.init("40000", "d", blob)])
        let text = "tree \(liar)\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nBad\n"
        try place.git.git("update-ref", "refs/heads/main", try raw.object("commit", Data(text.utf8)))
        await expectDamage(place)
        await place.reader.stop()
    }

    private func expectDamage(_ place: Place) async {
        let error = await #expect(throws: GitSourceError.self) {
            try await place.reader.tree(of: place.remote())
        }
        if case .corruptRepository = error {} else { Issue.record("\(String(describing: error))") }
    }
}
