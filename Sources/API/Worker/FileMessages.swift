package import Model

/// `POST /worker/v1/blob`: a part of a file that an attempt gets of the repository, as bytes.
///
/// 409 with `leaseLost` when the lease is not this worker's; 404 for a blob that is none of that attempt's.
package struct BlobRequest: Codable, Sendable, Hashable {
    /// The largest answer, in bytes.
    package static let partBytes = 4 << 20

    package let lease: LeaseToken
    package let blob: GitObjectID
    /// From 0.
    package let offset: Int

    package init(lease: LeaseToken, blob: GitObjectID, offset: Int) {
        self.lease = lease
        self.blob = blob
        self.offset = offset
    }
}

/// `POST /worker/v1/artifact?lease=…&sha256=…&size=…&offset=…` with the next bytes of a file as its body.
///
/// A part that does not begin where the controller's own copy ends changes nothing; the answer says where that is. 409
/// with `leaseLost` when the lease is not this worker's; 400 when the file is not what its name says, or over a bound.
package struct ArtifactPart: Sendable, Hashable {
    /// The largest body, in bytes.
    package static let partBytes = 4 << 20

    package let lease: LeaseToken
    package let sha256: String
    /// Of the whole file.
    package let size: Int
    package let offset: Int

    package init(lease: LeaseToken, sha256: String, size: Int, offset: Int) {
        self.lease = lease
        self.sha256 = sha256
        self.size = size
        self.offset = offset
    }
}

package struct ArtifactProgress: Codable, Sendable, Hashable {
    /// How many bytes the controller has; all of them once it keeps the file.
    package let received: Int

    package init(received: Int) { self.received = received }
}
