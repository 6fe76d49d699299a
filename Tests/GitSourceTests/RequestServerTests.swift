import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// The child's side of one request, in this process: what crosses the socket, and no more than that.
@Suite struct RequestServerTests {
    @Test func sendsEachBlobOnceAndOnlyWhatDiffersFromAKnownCommit() throws {
        let place = try Place()
        try place.git.write("same\n", to: "d/a.yaml")
        try place.git.write("same\n", to: "d/b.yaml")
        try place.git.write("other\n", to: "e/c.yaml")
        try place.git.write("gone\n", to: "f/g.yaml")
        try place.git.commit("One")
        let memory = WalkMemory()

        let first = try answer(place, memory: memory)
        #expect(first.payload == Data("same\nother\ngone\n".utf8))
        #expect(first.files.map(\.sent) == [true, false, true, true])
        let again = try answer(place, memory: memory, known: first.commit)
        #expect(again.basis == .unchanged && again.files.isEmpty && again.payload.isEmpty)

        try place.git.write("new\n", to: "e/c.yaml")
        try place.git.remove("f/g.yaml")
        try place.git.commit("Two")
        for memory in [memory, WalkMemory()] {
            let second = try answer(place, memory: memory, known: first.commit)
            #expect(second.basis == .known)
            #expect(second.files.map(\.path) == ["e/c.yaml"])
            #expect(second.removed == ["f/g.yaml"])
            #expect(second.payload == Data("new\n".utf8))
        }
        let foreign = GitObjectID(rawValue: String(repeating: "a", count: 40))
        let whole = try answer(place, memory: memory, known: foreign)
        #expect(whole.basis == .nothing && whole.files.count == 3)
    }

    @Test func sendsAListingInPiecesAndNoContentsForIt() throws {
        let place = try Place()
        let raw = RawTree(git: place.git)
        let blob = try raw.blob("no manifest\n")
        let name = String(repeating: "n", count: 240)
        let folder = try raw.tree((10_000..<19_000).map { .init("100644", "\($0)\(name)", blob) })
        try raw.commit(try raw.tree([.init("40000", "d", folder)]))

        let plain = try answer(place, memory: WalkMemory())
        #expect(plain.listed.isEmpty && plain.payload.isEmpty)
        let listed = try answer(place, memory: WalkMemory(), listing: true)
        #expect(listed.listed.count == 9_000)
        #expect(Set(listed.listed.map(\.blob)) == [BlobID.of(Data("no manifest\n".utf8))])
        #expect(listed.files.isEmpty && listed.payload.isEmpty)
        #expect(listed.largest < RequestServer.batchBytes + PathRule.longestPath)
        #expect(listed.frames > 1)
        let again = try answer(place, memory: WalkMemory(), known: listed.commit, listing: true)
        #expect(again.basis == .unchanged && again.listed.isEmpty)
    }

    @Test func servesUntilItsInputEnds() throws {
        let place = try Place()
        try place.git.commit("One")
        let requests = place.directory.url.appending(path: "requests")
        let frame = try Frame.encode(request(place), payload: Data())
        try (frame + frame + frame.prefix(20)).write(to: requests)
        let answers = place.directory.url.appending(path: "answers")
        try Data().write(to: answers)
        let input = try FileHandle(forReadingFrom: requests)
        let output = try FileHandle(forWritingTo: answers)
        LibGit.start()
        try GitChild.serve(
            from: BlockingDescriptor(input.fileDescriptor), to: BlockingDescriptor(output.fileDescriptor))
        let text = String(decoding: try Data(contentsOf: answers), as: UTF8.self)
        #expect(text.components(separatedBy: "finished").count == 3)
        #expect(throws: (any Error).self) { try BlockingDescriptor(-1).read(1) }
        #expect(throws: (any Error).self) { try BlockingDescriptor(-1).write(Data([1])) }
    }

    private struct Answer {
        var commit: GitObjectID?
        var basis: TreeBasis?
        var removed: [String] = []
        var files: [WireFile] = []
        var payload = Data()
        var listed: [ListingPart.Entry] = []
        /// How many frames of the listing there were, and how many bytes the largest had.
        var frames = 0
        var largest = 0
    }

    private func request(_ place: Place, known: GitObjectID? = nil, listing: Bool = false) -> GitRequest {
        GitRequest(
            address: .folder(place.git.path), displayURL: "u", ref: .defaultBranch, path: [],
            mirror: place.directory.path("mirrors/here"), known: known, listing: listing, limits: ReadLimits(),
            alarm: 600)
    }

    private func answer(
        _ place: Place, memory: WalkMemory, known: GitObjectID? = nil, listing: Bool = false
    ) throws -> Answer {
        LibGit.start()
        var answer = Answer()
        let request = request(place, known: known, listing: listing)
        let server = RequestServer(request: request, memory: memory) { response, payload in
            switch response {
            case .revision(let revision, let basis):
                answer.commit = revision.commit
                answer.basis = basis
            case .removed(let files, _): answer.removed += files
            case .files(let files): answer.files += files
            case .listing:
                answer.listed += try #require(ListingPart.entries(of: payload))
                answer.frames += 1
                answer.largest = max(answer.largest, payload.count)
                return
            case .failed(let error): throw error
            case .notices, .finished: break
            }
            answer.payload += payload
        }
        try server.answer()
        return answer
    }
}
