/// How much an attempt may print into the live log; what is over it is left out and said so.
package enum LogLimits {
    package static let attemptBytes = 1 << 20
    package static let chunkBytes = 16 << 10
    /// The longest wait before lines that were printed are sent, in milliseconds.
    package static let flushMilliseconds: Int64 = 250
}
