/// How much of an attempt's reports is kept as cases; what is over it is counted and not kept.
package enum CaseLimits {
    /// Entries of an attempt.
    package static let entries = 1_000_000
    /// Of an attempt, in bytes of JSON.
    package static let bytes = 512 << 20
    /// Entries of a batch.
    package static let batchEntries = 1_000
    /// A batch is sent once it has so many bytes of texts.
    package static let batchBytes = 256 << 10
}
