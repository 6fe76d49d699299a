/// How much an attempt may print into the live log; what is over it is left out and said so.
package enum LogLimits {
    package static let attemptBytes = 1 << 20
    package static let chunkBytes = 16 << 10
    /// The highest sequence of a chunk, so that many small ones can't fill a disk either.
    package static let attemptChunks = 1 << 16
    /// The longest wait before lines that were printed are sent, in milliseconds.
    package static let flushMilliseconds: Int64 = 250
}
