import Caching
import Foundation
import Model
import Synchronization
import TestSupport
import Testing

@testable import Controller

/// Where the contents of files come from that tests name.
struct AttemptFilesTests {
    private let directory: TemporaryDirectory
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e0"))

    init() throws { directory = try TemporaryDirectory() }

    private static func file(_ path: String, _ text: String, isExecutable: Bool = false) -> ScratchFile {
        ScratchFile(
            path: path, origin: path, blob: GitObjectID(rawValue: ContentDigest.gitBlob.name(of: Data(text.utf8))),
            isExecutable: isExecutable)
    }

    /// A source that holds these texts, and counts what it is asked for.
    private func source(_ texts: [String], asked: Counter = Counter()) -> SourceFiles {
        let known = Dictionary(
            texts.map { (GitObjectID(rawValue: ContentDigest.gitBlob.name(of: Data($0.utf8))), $0) }
        ) { $1 }
        return { files, folder in
            var faults: [GitObjectID: FileFault] = [:]
            for file in files {
                asked.increment()
                if let text = known[file.blob] {
                    try? Data(text.utf8).write(to: folder.appending(path: file.blob.rawValue))
                } else {
                    faults[file.blob] = .gone
                }
            }
            return faults
        }
    }

    private func files(_ sources: SourceFiles...) -> AttemptFiles {
        AttemptFiles(directory: directory.url.appending(path: "blobs"), sources: sources)
    }

    /// Breaks when what is kept is asked for again, or only one source is.
    @Test func eachIsReadOnceFromWhoHasIt() async throws {
        let (first, second) = (Counter(), Counter())
        let files = files(source(["one"], asked: first), source(["two"], asked: second))
        let wanted = [Self.file("a", "one", isExecutable: true), Self.file("b", "two"), Self.file("c", "two")]
        let expected = zip(wanted, [3, 3, 3]).map {
            AttemptFile(path: $0.path, blob: $0.blob, size: $1, isExecutable: $0.isExecutable)
        }
        #expect(try await files.ready(wanted, of: revision) == expected)
        #expect(first.value == 2 && second.value == 1)
        #expect(try await files.ready(wanted, of: revision) == expected)
        #expect(first.value == 2 && second.value == 1)
        #expect(try await files.part(of: wanted[1], at: 1, upTo: 9) == Data("wo".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("blobs/drafts")).isEmpty)
    }

    /// Breaks when a lost blob is passed over, or its reason.
    @Test func whatNobodyHasIsToldWithItsReason() async throws {
        let pointers: SourceFiles = { files, _ in Dictionary(files.map { ($0.blob, FileFault.pointer) }) { $1 } }
        let files = files(source([]), pointers)
        do {
            _ = try await files.ready([Self.file("data/x", "x")], of: revision)
            Issue.record("it is ready")
        } catch {
            #expect(
                "\(error)"
                    == "`data/x` of main@sha1:4f2c91e is not to be had: it is a Git LFS pointer, whose contents are not in "
                    + "the repository: commit the file itself (`git lfs untrack`)")
        }
        await #expect(throws: PreparationError.self) {
            try await self.files().ready([Self.file("data/x", "x")], of: revision)
        }
    }

    /// Breaks when a source is believed.
    @Test func aSourceThatGivesOtherContentsIsNotBelieved() async throws {
        let evil: SourceFiles = { files, folder in
            for file in files { try? Data("evil".utf8).write(to: folder.appending(path: file.blob.rawValue)) }
            return [:]
        }
        let files = files(evil)
        await #expect(throws: PreparationError.self) {
            try await files.ready([Self.file("a", "good")], of: revision)
        }
    }
}

/// Counts from wherever it is called.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }
    func increment() { count.withLock { $0 += 1 } }
}
