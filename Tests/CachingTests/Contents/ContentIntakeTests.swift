import Foundation
import TestSupport
import Testing

@testable import Caching

/// Files that arrive in parts.
struct ContentIntakeTests {
    private let directory: TemporaryDirectory
    private let folder: ContentFolder

    init() throws {
        directory = try TemporaryDirectory()
        folder = ContentFolder(directory: directory.url, digest: .sha256)
    }

    private func intake(files: Int = 10, bytes: Int = 1_000) -> ContentIntake {
        ContentIntake(folder: folder, maxFiles: files, maxBytes: bytes)
    }

    private static func name(_ text: String) -> String { ContentDigest.sha256.name(of: Data(text.utf8)) }

    @Test func partsBecomeAFileOnceTheyAreAllThere() async throws {
        let intake = intake()
        let name = Self.name("hello")
        #expect(try await intake.take(Data("he".utf8), at: 0, of: name, size: 5, from: "a") == 2)
        #expect(await folder.size(of: name) == nil)
        // Sent again after an answer was lost, or from too far on: it says where to go on.
        #expect(try await intake.take(Data("he".utf8), at: 0, of: name, size: 5, from: "a") == 2)
        #expect(try await intake.take(Data("o".utf8), at: 4, of: name, size: 5, from: "a") == 2)
        #expect(try await intake.take(Data("llo".utf8), at: 2, of: name, size: 5, from: "a") == 5)
        #expect(try await folder.read(name, at: 0, upTo: 9) == Data("hello".utf8))
        #expect(try await intake.take(Data(), at: 0, of: name, size: 5, from: "a") == 5)
        #expect(try await intake.take(Data(), at: 0, of: Self.name(""), size: 0, from: "a") == 0)
        #expect(await folder.size(of: Self.name("")) == 0)
    }

    /// A controller that was killed in the middle begins again; breaks when the parts before are believed.
    @Test func anotherLifeBeginsAnew() async throws {
        let name = Self.name("hello")
        _ = try await intake().take(Data("hel".utf8), at: 0, of: name, size: 5, from: "a")
        let next = intake()
        #expect(try await next.take(Data("lo".utf8), at: 3, of: name, size: 5, from: "a") == 0)
        #expect(await folder.size(of: name) == nil)
        #expect(try await next.take(Data("hello".utf8), at: 0, of: name, size: 5, from: "a") == 5)
    }

    /// Breaks when a sender's name for contents is believed.
    @Test func refusesWhatIsNotWhatItSays() async throws {
        let intake = intake()
        let name = Self.name("hello")
        await #expect(throws: ContentError.otherContents(name)) {
            try await intake.take(Data("HELLO".utf8), at: 0, of: name, size: 5, from: "a")
        }
        await #expect(throws: ContentIntake.Refusal.self) {
            try await intake.take(Data("hello!".utf8), at: 0, of: name, size: 5, from: "a")
        }
        await #expect(throws: ContentIntake.Refusal.self) {
            try await intake.take(Data(), at: 0, of: "../../etc", size: 0, from: "a")
        }
        #expect(await folder.size(of: name) == nil)
        let drafts = (try? FileManager.default.contentsOfDirectory(atPath: directory.path("drafts"))) ?? []
        #expect(drafts.isEmpty)
    }

    /// Breaks when the bounds are of one file alone, or of all senders together.
    @Test func boundsEachSender() async throws {
        let intake = intake(files: 2, bytes: 10)
        for text in ["one", "two"] {
            _ = try await intake.take(Data(text.utf8), at: 0, of: Self.name(text), size: 3, from: "a")
        }
        await #expect(throws: ContentIntake.Refusal.self) {
            try await intake.take(Data("3".utf8), at: 0, of: Self.name("3"), size: 1, from: "a")
        }
        await #expect(throws: ContentIntake.Refusal.self) {
            try await intake.take(Data(), at: 0, of: Self.name("large"), size: 11, from: "b")
        }
        #expect(try await intake.take(Data("3".utf8), at: 0, of: Self.name("3"), size: 1, from: "b") == 1)
        await intake.end("a")
        #expect(try await intake.take(Data("3".utf8), at: 0, of: Self.name("3"), size: 1, from: "a") == 1)
    }

    /// Breaks when the room for a file is only looked at before its draft is made: all of these would get in.
    @Test func filesThatBeginAtOnceStayWithinTheBounds() async throws {
        let intake = intake(files: 3)
        let taken = await withTaskGroup { group in
            for index in 0..<20 {
                group.addTask {
                    (try? await intake.take(Data("a".utf8), at: 0, of: Self.name("\(index)"), size: 9, from: "a"))
                        != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 3)
        await intake.end("a")
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("drafts")) == [])
    }
}
