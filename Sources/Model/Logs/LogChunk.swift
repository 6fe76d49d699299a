package import Foundation

/// Some whole lines that an attempt printed, secrets masked, in the order it printed them.
package struct LogChunk: Hashable, Sendable, Codable {
    package enum Stream: String, Hashable, Sendable, Codable, CaseIterable {
        case stdout, stderr
        /// Rondo's own words about the attempt.
        case rondo
    }

    /// From 1 within its attempt, without gaps: sending one twice changes nothing.
    package let sequence: Int
    package let time: Date
    package let stream: Stream
    /// Ends with a line feed, unless the output ended without one or a line was too long.
    package let text: String

    package init(sequence: Int, time: Date, stream: Stream, text: String) {
        self.sequence = sequence
        self.time = time
        self.stream = stream
        self.text = text
    }
}

/// A chunk with the attempt that printed it.
package struct LogEntry: Hashable, Sendable, Codable {
    /// Orders all entries of a store and resumes a reader; grows and is never used twice.
    package let position: Int64
    package let run: RunID
    package let task: String
    /// From 1.
    package let attempt: Int
    package let worker: WorkerID
    package let chunk: LogChunk

    package init(position: Int64, run: RunID, task: String, attempt: Int, worker: WorkerID, chunk: LogChunk) {
        self.position = position
        self.run = run
        self.task = task
        self.attempt = attempt
        self.worker = worker
        self.chunk = chunk
    }
}
