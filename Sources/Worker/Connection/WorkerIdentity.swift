import API
import Crypto
import Foundation
import Model

/// The key pair of this process: made at its start, never stored, so that the proof dies with the worker.
struct WorkerIdentity: Sendable {
    private let key = Curve25519.Signing.PrivateKey()

    /// 32 bytes, as RFC 8032 §5.1.5 writes them.
    var publicKey: Data { key.publicKey.rawRepresentation }

    func rejoin(_ membership: Membership, hello: WorkerHello, now: Date) throws -> RejoinRequest {
        // Whole seconds, so that no rounding on the way changes what was signed.
        let time = Date(timeIntervalSince1970: now.timeIntervalSince1970.rounded(.down))
        return RejoinRequest(
            credential: membership.credential.reveal(), time: time,
            signature: try key.signature(for: RejoinProof.message(worker: membership.worker, time: time)), hello: hello)
    }
}
