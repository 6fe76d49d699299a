import API
import Foundation
import Model
import Testing

@testable import Worker

struct LogChunkerTests {
    private let time = Date(timeIntervalSince1970: 1_700_000_000)

    private func chunker(_ parts: (LogChunk.Stream, String)...) -> LogChunker {
        var chunker = LogChunker()
        for (stream, text) in parts { _ = chunker.append(stream, text, at: time) }
        return chunker
    }

    /// Takes until nothing is left, as a sender does.
    private func all(_ chunker: inout LogChunker) -> [LogChunk] {
        var chunks: [LogChunk] = []
        while case let taken = chunker.take(), !taken.isEmpty { chunks += taken }
        return chunks
    }

    @Test func linesOfOneStreamShareAChunk() {
        var chunker = chunker((.stdout, "a\n"), (.stdout, "b\n"), (.stderr, "c\n"), (.stdout, "d"))
        #expect(chunker.waitingBytes == 7)
        let chunks = chunker.take()
        #expect(chunks.map(\.text) == ["a\nb\n", "c\n", "d"])
        #expect(chunks.map(\.sequence) == [1, 2, 3])
        #expect(chunks.map(\.stream) == [.stdout, .stderr, .stdout])
        let none = chunker.take()
        #expect(none.isEmpty && chunker.waitingBytes == 0)
        _ = chunker.append(.stdout, "e", at: time)
        let next = chunker.take()
        #expect(next.map(\.sequence) == [4], "a number is never used twice")
    }

    @Test func aChunkHoldsWholeLinesUpToItsBound() {
        let line = String(repeating: "x", count: 1_023) + "\n"
        var chunker = LogChunker()
        for _ in 0..<40 { _ = chunker.append(.stdout, line, at: time) }
        let sizes = all(&chunker).map(\.text.utf8.count)
        #expect(sizes == [16_384, 16_384, 8_192])
        for _ in 0..<16 { _ = chunker.append(.stdout, line, at: time) }
        _ = chunker.append(.stdout, "y", at: time)
        let others = all(&chunker).map(\.text.utf8.count)
        #expect(others == [16_384, 1])
    }

    @Test func aTextOfAnyLengthIsCutBetweenCharacters() {
        let text = String(repeating: "aé€😀", count: 5_000)
        var chunker = chunker((.stdout, text))
        let chunks = all(&chunker)
        #expect(chunks.map(\.text).joined() == text)
        #expect(chunks.allSatisfy { $0.text.utf8.count <= LogLimits.chunkBytes })
        #expect(chunks.dropLast().allSatisfy { $0.text.utf8.count > LogLimits.chunkBytes - 4 })
    }

    @Test func whatIsOverTheBoundIsLeftOutAndSaidSo() {
        let line = String(repeating: "x", count: 1_023) + "\n"
        var chunker = LogChunker()
        let fits = (0..<1_024).map { _ in chunker.append(.stdout, line, at: time) }
        #expect(fits.allSatisfy { $0 })
        let isMoreWanted = [
            chunker.append(.stdout, "y\n", at: time), chunker.append(.stderr, "z\n", at: time),
        ]
        #expect(isMoreWanted == [false, false])
        let chunks = all(&chunker)
        #expect(chunks.dropLast().reduce(0) { $0 + $1.text.utf8.count } == LogLimits.attemptBytes)
        #expect(chunks.last?.stream == .rondo && chunks.last?.text == LogChunker.notice(over: "1 MiB"))
        #expect(chunks.map(\.sequence) == Array(1...chunks.count))
        #expect(!chunks.map(\.text).joined().contains("y"))
    }

    @Test func aLineThatOnlyPartlyFitsIsLeftOutWhole() {
        var chunker = LogChunker()
        for _ in 0..<127 { _ = chunker.append(.stdout, String(repeating: "x", count: 8_191) + "\n", at: time) }
        let fits = [
            chunker.append(.stdout, String(repeating: "x", count: 8_190) + "\n", at: time),
            chunker.append(.stdout, "yy\n", at: time),
        ]
        #expect(fits == [true, false])
        let chunks = all(&chunker)
        #expect(chunks.last?.text == LogChunker.notice(over: "1 MiB"))
        #expect(chunks.dropLast().reduce(0) { $0 + $1.text.utf8.count } == LogLimits.attemptBytes - 1)
    }

    @Test func manySmallChunksAreBoundedToo() {
        var chunker = LogChunker()
        var taken: [LogChunk] = []
        for index in 0..<(LogLimits.attemptChunks + 10) {
            _ = chunker.append(index.isMultiple(of: 2) ? .stdout : .stderr, "x", at: time)
            if index.isMultiple(of: 1_000) { taken += all(&chunker) }
        }
        taken += all(&chunker)
        #expect(taken.map(\.sequence) == Array(1...LogLimits.attemptChunks))
        #expect(taken.last?.text == LogChunker.notice(over: "65536 pieces"))
    }

    @Test(arguments: ["\u{1}", "\"", "\n", "x", "é", "\u{7F}", "\u{2028}"])
    func noRequestIsOverItsBound(_ character: String) throws {
        var chunker = LogChunker()
        for index in 0..<3_000 {
            let stream: LogChunk.Stream = index.isMultiple(of: 7) ? .stderr : .stdout
            _ = chunker.append(stream, String(repeating: character, count: 1 + index % 150), at: time)
        }
        var requests = 0
        while case let chunks = chunker.take(), !chunks.isEmpty {
            let body = try APICoding.encode(LogsRequest(lease: .init(rawValue: "l"), chunks: chunks))
            #expect(body.count <= LogsRequest.maxBytes)
            requests += 1
        }
        #expect(requests > 1)
    }
}
