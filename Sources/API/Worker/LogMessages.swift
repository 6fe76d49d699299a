package import Model

/// `POST /worker/v1/logs`: the next chunks of an attempt, in order; sending them again changes nothing.
///
/// 409 with `leaseLost` when the lease is not this worker's; 503 when they can't be kept now.
package struct LogsRequest: Codable, Sendable, Hashable {
    /// The largest body that is taken, in bytes.
    package static let maxBytes = 256 << 10

    package let lease: LeaseToken
    package let chunks: [LogChunk]

    package init(lease: LeaseToken, chunks: [LogChunk]) {
        self.lease = lease
        self.chunks = chunks
    }
}
