import API
import Foundation
import Model

/// Makes numbered chunks of what one attempt prints, and stops, saying so, when it is too much for the live log.
struct LogChunker: Sendable {
    static func notice(over bound: String) -> String {
        "… the rest is left out of the live log (over \(bound)); the result keeps the last part\n"
    }

    /// What a request may hold, in bytes of JSON; the rest of its bound is for what stands around the chunks.
    private static let requestBytes = LogsRequest.maxBytes - (8 << 10)

    /// A chunk that may grow.
    private struct Open: Sendable {
        let sequence: Int
        let time: Date
        let stream: LogChunk.Stream
        var text: String
        var bytes: Int
    }

    /// Whole ones that were not taken yet.
    private var closed: [LogChunk] = []
    private var open: Open?
    private var lastSequence = 0
    /// Of text, taken or not.
    private var bytes = 0
    /// Of text that was not taken yet.
    private(set) var waitingBytes = 0
    private var isCut = false

    /// Adds text of any length; false when it, or a part of it, is left out.
    mutating func append(_ stream: LogChunk.Stream, _ text: String, at time: Date) -> Bool {
        var rest = text[...]
        while !rest.isEmpty, !isCut {
            let piece = Self.piece(atStartOf: rest)
            rest = rest[piece.endIndex...]
            add(stream, piece, at: time)
        }
        return !isCut
    }

    /// The next chunks, as many as a request may hold; empty when there are none.
    mutating func take() -> [LogChunk] {
        closeOpen()
        var size = 0
        let taken = closed.prefix { chunk in
            size += Self.encodedSize(of: chunk)
            return size <= Self.requestBytes
        }
        closed.removeFirst(taken.count)
        waitingBytes -= taken.reduce(0) { $0 + $1.text.utf8.count }
        return Array(taken)
    }

    private mutating func add(_ stream: LogChunk.Stream, _ piece: Substring, at time: Date) {
        let size = piece.utf8.count
        if let chunk = open, chunk.stream != stream || chunk.bytes + size > LogLimits.chunkBytes { closeOpen() }
        guard bytes + size <= LogLimits.attemptBytes else { return cut(over: "1 MiB", at: time) }
        // The last sequence is kept for the notice.
        guard open != nil || lastSequence + 1 < LogLimits.attemptChunks else {
            return cut(over: "\(LogLimits.attemptChunks) pieces", at: time)
        }
        bytes += size
        waitingBytes += size
        guard open != nil else { return begin(stream, String(piece), at: time) }
        open?.text += piece
        open?.bytes += size
    }

    private mutating func cut(over bound: String, at time: Date) {
        isCut = true
        closeOpen()
        let notice = Self.notice(over: bound)
        begin(.rondo, notice, at: time)
        waitingBytes += notice.utf8.count
    }

    private mutating func begin(_ stream: LogChunk.Stream, _ text: String, at time: Date) {
        lastSequence += 1
        open = Open(sequence: lastSequence, time: time, stream: stream, text: text, bytes: text.utf8.count)
    }

    private mutating func closeOpen() {
        guard let chunk = open else { return }
        open = nil
        closed.append(LogChunk(sequence: chunk.sequence, time: chunk.time, stream: chunk.stream, text: chunk.text))
    }

    /// The first line with its line feed, or so much of it as a chunk may hold without tearing a character.
    private static func piece(atStartOf text: Substring) -> Substring {
        let feed = text.utf8.firstIndex(of: UInt8(ascii: "\n"))
        let end = feed.map { text.utf8.index(after: $0) } ?? text.endIndex
        let start = text.startIndex
        guard var cut = text.utf8.index(start, offsetBy: LogLimits.chunkBytes, limitedBy: end) else {
            return text[..<end]
        }
        while cut < text.endIndex, text.utf8[cut] & 0xC0 == 0x80 { cut = text.utf8.index(before: cut) }
        return text[..<cut]
    }

    /// At most so many bytes of JSON (RFC 8259 §7).
    private static func encodedSize(of chunk: LogChunk) -> Int {
        chunk.text.utf8.reduce(160) { size, byte in
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\""), UInt8(ascii: "\\"): size + 2
            case ..<0x20: size + 6
            default: size + 1
            }
        }
    }
}
