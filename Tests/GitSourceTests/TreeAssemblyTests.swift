import Foundation
import Model
import Testing

@testable import GitSource

/// The parent believes nothing of the child that it can check.
@Suite struct TreeAssemblyTests {
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: String(repeating: "1", count: 40)))
    private let text = Data("kind: Environment\n".utf8)

    private func file(_ path: String, sent: Bool = true, size: Int? = nil, blob: GitObjectID? = nil) -> WireFile {
        WireFile(path: path, blob: blob ?? BlobID.of(text), size: size ?? text.count, sent: sent)
    }

    private func assemble(
        _ messages: [(GitResponse, Data)], previous: SourceTree? = nil, limits: ReadLimits = ReadLimits(),
        start: String = "", lists: Bool = false
    ) throws -> SourceTree? {
        var assembly = TreeAssembly(previous: previous, limits: limits, start: start, lists: lists)
        var tree: SourceTree?
        for (response, payload) in messages { tree = try assembly.take(response, payload: payload) }
        return tree
    }

    @Test func keepsWhatItHoldsAndTakesWhatIsNew() throws {
        let first = try #require(
            try assemble([
                (.revision(revision, .nothing), Data()),
                (.files([file("a.yaml"), file("b.yaml", sent: false)]), text), (.finished, Data()),
            ]))
        #expect(first.files.map(\.contents) == [text, text])
        let again = try assemble(
            [(.revision(revision, .unchanged), Data()), (.finished, Data())], previous: first)
        #expect(again == first)
        let next = Revision(ref: "main", commit: GitObjectID(rawValue: String(repeating: "2", count: 40)))
        let second = try assemble(
            [
                (.revision(next, .known), Data()), (.removed(files: ["a.yaml"], listing: []), Data()),
                (.files([file("aa.yaml"), file("c.yaml", sent: false)]), text), (.finished, Data()),
            ], previous: first)
        #expect(second?.files.map(\.path) == ["aa.yaml", "b.yaml", "c.yaml"])
        #expect(second?.files.map(\.contents) == [text, text, text])
    }

    @Test func startsAnewWithASecondRevision() throws {
        let tree = try assemble([
            (.revision(revision, .nothing), Data()), (.files([file("a.yaml")]), text),
            (.revision(revision, .nothing), Data()), (.files([file("b.yaml")]), text), (.finished, Data()),
        ])
        #expect(tree?.files.map(\.path) == ["b.yaml"])
    }

    @Test func passesOnWhatTheChildSaysIsWrong() {
        #expect(throws: GitSourceError.emptyRepository(url: "u")) {
            try assemble([(.failed(.emptyRepository(url: "u")), Data())])
        }
    }

    @Test func refusesWhatMakesNoSense() {
        let start: (GitResponse, Data) = (.revision(revision, .nothing), Data())
        let short = Revision(ref: "main", commit: GitObjectID(rawValue: "abc"))
        let notice = Diagnostic(message: "m", location: SourceLocation(file: "f", line: 1, column: 1))
        let cases: [[(GitResponse, Data)]] = [
            [(.finished, Data())], [(.files([file("a.yaml")]), text)],
            [(.revision(short, .nothing), Data())], [(.revision(revision, .unchanged), Data())],
            [start, (.files([file("../a.yaml")]), text)], [start, (.files([file("/a.yaml")]), text)],
            [start, (.files([file(".git/a.yaml")]), text)], [start, (.files([file("a.yaml", size: -1)]), text)],
            [start, (.files([file("a.yaml", size: 19)]), text)],
            [start, (.files([file("a.yaml", size: 2 << 20)]), text)],
            [start, (.files([file("a.yaml")]), text + text)], [start, (.files([file("a.yaml", sent: false)]), Data())],
            [start, (.files([file("a.yaml", blob: GitObjectID(rawValue: String(repeating: "a", count: 40)))]), text)],
            [start, (.files([file("a.yaml"), file("b.yaml", sent: false), file("c.yaml", sent: false)]), text)],
            [start, (.notices([notice, notice, notice]), Data())],
            [(.revision(revision, .known), Data())], [start, (.removed(files: ["a.yaml"], listing: []), Data())],
            [start, (.files([file("b.yaml"), file("a.yaml", sent: false)]), text)],
        ]
        for messages in cases {
            let error = #expect(throws: GitSourceError.self) {
                try assemble(messages, limits: ReadLimits(entries: 2))
            }
            if case .childUntrusted = error {} else { Issue.record("\(messages): \(String(describing: error))") }
        }
    }

    private func listing(_ paths: String...) -> (GitResponse, Data) {
        var payload = Data()
        for path in paths { ListingPart.append(path, blob: BlobID.bytes(BlobID.of(text)) ?? [], to: &payload) }
        return (.listing, payload)
    }

    @Test func putsTheListingTogether() throws {
        let start: (GitResponse, Data) = (.revision(revision, .nothing), Data())
        let end: (GitResponse, Data) = (.finished, Data())
        let blob = BlobID.of(text)
        #expect(try assemble([start, end])?.listing == nil)
        #expect(try assemble([start, end], lists: true)?.listing == [:])
        let tree = try assemble([start, listing("a", "b/c"), listing("ö"), end], lists: true)
        #expect(tree?.listing == ["a": blob, "b/c": blob, "ö": blob])
        let anew = try assemble([start, listing("a"), start, listing("b"), end], lists: true)
        #expect(anew?.listing == ["b": blob])
        let unchanged: (GitResponse, Data) = (.revision(revision, .unchanged), Data())
        #expect(try assemble([unchanged, end], previous: tree, lists: true)?.listing == tree?.listing)
        #expect(try assemble([unchanged, end], previous: tree)?.listing == nil)
    }

    @Test func refusesAListingThatMakesNoSense() throws {
        let start: (GitResponse, Data) = (.revision(revision, .nothing), Data())
        let unchanged: (GitResponse, Data) = (.revision(revision, .unchanged), Data())
        let whole = listing("d/a").1
        let plain = try #require(try assemble([start, (.finished, Data())]))
        let listed = try #require(try assemble([start, (.finished, Data())], lists: true))
        func refused(_ messages: [(GitResponse, Data)], previous: SourceTree? = nil, lists: Bool = true) {
            let error = #expect(throws: GitSourceError.self) {
                try assemble(
                    messages, previous: previous, limits: ReadLimits(entries: 2, listingBytes: 100), start: "d",
                    lists: lists)
            }
            if case .childUntrusted = error {} else { Issue.record("\(messages): \(String(describing: error))") }
        }
        #expect(try assemble([start, listing("d/a", "d/b"), (.finished, Data())], start: "d", lists: true) != nil)
        refused([listing("d/a")])
        refused([start, listing("d/a")], lists: false)
        refused([start, listing("d/a", "d/a")])
        refused([start, listing("d/a", "d/b", "d/c")])
        refused([start, listing("d/" + String(repeating: "x", count: 99))])
        refused([start, listing("a")])
        refused([start, listing("d/../a")])
        refused([start, listing("d/.git/config")])
        refused([start, listing("d//a")])
        refused([start, (.listing, whole.dropLast())])
        refused([start, (.listing, whole.prefix(21))])
        refused([start, (.listing, whole.dropLast() + [0xFF])])
        refused([unchanged, listing("d/a")], previous: listed)
        refused([unchanged], previous: plain)
    }

    @Test func framesAreBounded() throws {
        let frame = try Frame.encode(GitResponse.finished, payload: text)
        let lengths = try Frame.lengths(frame.prefix(8))
        #expect(frame.count == 8 + lengths.header + lengths.payload)
        #expect(lengths.payload == text.count)
        #expect(throws: Frame.Malformed.self) { try Frame.lengths(Data([0, 0, 0])) }
        #expect(throws: Frame.Malformed.self) { try Frame.lengths(Data([1, 0, 0, 0, 0, 0, 0, 0])) }
        #expect(throws: Frame.Malformed.self) {
            try Frame.encode(GitResponse.finished, payload: Data(count: Frame.payloadLimit + 1))
        }
    }

    @Test func blobIDsAreGitsOwn() {
        #expect(BlobID.of(Data()).rawValue == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")
        let bytes = BlobID.bytes(BlobID.of(text)) ?? []
        #expect(BlobID.hex(bytes) == BlobID.of(text))
        #expect(BlobID.bytes(GitObjectID(rawValue: "xyz")) == nil)
    }
}
