package import Model

/// `POST /worker/v1/cases`: the next entries that the reports of an attempt tell; sending them again changes nothing.
///
/// 409 with `leaseLost` when the lease is not this worker's; 503 when they can't be kept now.
package struct CasesRequest: Codable, Sendable, Hashable {
    /// The largest body that is taken, in bytes.
    package static let maxBytes = 4 << 20

    package let lease: LeaseToken
    package let batch: CaseBatch

    package init(lease: LeaseToken, batch: CaseBatch) {
        self.lease = lease
        self.batch = batch
    }
}

package struct CasesResponse: Codable, Sendable, Hashable {
    /// False when the attempt has as many as are kept of one; more of it need not be sent.
    package let kept: Bool

    package init(kept: Bool) { self.kept = kept }
}
