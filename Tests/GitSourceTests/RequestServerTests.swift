import Foundation
import Model
import TestSupport
import Testing

@testable import GitSource

/// The child's side of one request, in this process: what crosses the socket, and no more than that.
@Suite struct RequestServerTests {
    @Test func sendsEachBlobOnceAndNoneThatIsHeld() throws {
        let place = try Place()
        try place.git.write("same\n", to: "a.yaml")
        try place.git.write("same\n", to: "b.yaml")
        try place.git.write("other\n", to: "c.yaml")
        try place.git.commit("One")
        let same = BlobID.of(Data("same\n".utf8))
        let other = BlobID.of(Data("other\n".utf8))

        let first = try answer(place, held: [])
        #expect(first.payload == Data("same\nother\n".utf8))
        #expect(first.files.map(\.sent) == [true, false, true])
        let second = try answer(place, held: [same])
        #expect(second.payload == Data("other\n".utf8))
        #expect(second.files.map(\.blob) == [same, same, other])
        let third = try answer(place, held: [], known: first.commit)
        #expect(third.files.isEmpty && third.payload.isEmpty)
        #expect(third.isUnchanged)
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
        var isUnchanged = false
        var files: [WireFile] = []
        var payload = Data()
    }

    private func request(_ place: Place, known: GitObjectID? = nil) -> GitRequest {
        GitRequest(
            address: .folder(place.git.path), displayURL: "u", ref: .defaultBranch, path: [],
            mirror: place.directory.path("mirrors/here"), known: known, limits: ReadLimits(), alarm: 600)
    }

    private func answer(_ place: Place, held: Set<GitObjectID>, known: GitObjectID? = nil) throws -> Answer {
        LibGit.start()
        var answer = Answer()
        let server = RequestServer(request: request(place, known: known), held: held) { response, payload in
            switch response {
            case .revision(let revision, let unchanged):
                answer.commit = revision.commit
                answer.isUnchanged = unchanged
            case .files(let files): answer.files += files
            case .failed(let error): throw error
            case .notices, .finished: break
            }
            answer.payload += payload
        }
        try server.answer()
        return answer
    }
}
