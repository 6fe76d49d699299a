import Crypto
package import Foundation
package import Model
package import Store

/// What a worker's credential says, once it was found to be ours.
package struct WorkerClaims: Hashable, Sendable {
    package let worker: WorkerID
    /// The instance that it runs on.
    package let tags: InstanceTags
    /// Raw Ed25519 public key whose private half never leaves the worker.
    package let publicKey: Data
    package let expires: Date

    package init(worker: WorkerID, tags: InstanceTags, publicKey: Data, expires: Date) {
        self.worker = worker
        self.tags = tags
        self.publicKey = publicKey
        self.expires = expires
    }
}

/// The short-lived credentials of workers: signed, so that they outlive the databases, and renewed by their holders.
package struct WorkerCredentials: Sendable {
    /// How long after its end a credential still serves to join again.
    package static let rejoinPeriod = TimeSpan.minutes(30 * 24 * 60)
    /// How far a proof's time may be from ours.
    package static let proofTolerance = TimeSpan.minutes(5)

    private struct Payload: Codable {
        let worker: WorkerID
        let tags: InstanceTags
        let key: Data
        let exp: Date
    }

    private let token: SignedToken
    private let store: Store

    package init(identity: InstallationIdentity, store: Store) {
        token = SignedToken(purpose: .worker, key: identity.signingKey)
        self.store = store
    }

    package func issue(
        worker: WorkerID, tags: InstanceTags, publicKey: Data, now: Date, lifetime: TimeSpan
    ) throws(AccessError) -> Secret {
        guard (try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)) != nil else { throw .keyInvalid }
        return try token.issue(
            Payload(worker: worker, tags: tags, key: publicKey, exp: now.addingTimeInterval(lifetime.seconds)))
    }

    /// What a bearer token says, while it lasts.
    package func verify(_ bearer: String, now: Date) throws(AccessError) -> WorkerClaims {
        let claims = try claims(of: bearer)
        guard now < claims.expires else { throw .tokenExpired }
        return claims
    }

    /// A new credential in exchange for one that still lasts.
    package func renew(_ bearer: String, now: Date, lifetime: TimeSpan) throws(AccessError) -> Secret {
        let claims = try verify(bearer, now: now)
        return try issue(
            worker: claims.worker, tags: claims.tags, publicKey: claims.publicKey, now: now, lifetime: lifetime)
    }

    /// What a credential said that may have expired, if its bearer proves to hold the key that it names.
    ///
    /// - Parameters:
    ///   - time: when the proof was made, by the worker's clock.
    ///   - proof: Ed25519 signature over `RejoinProof.message`; each is taken once.
    package func rejoin(
        expired credential: String, time: Date, proof: Data, now: Date
    ) async throws(AccessError) -> WorkerClaims {
        let claims = try claims(of: credential)
        guard now < claims.expires.addingTimeInterval(Self.rejoinPeriod.seconds) else { throw .tokenExpired }
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: claims.publicKey),
            key.isValidSignature(proof, for: RejoinProof.message(worker: claims.worker, time: time))
        else { throw .proofInvalid }
        guard abs(now.timeIntervalSince(time)) <= Self.proofTolerance.seconds else { throw .proofOutdated }
        // The second that was signed names the proof: a signature can be written in more than one way.
        try await store.spendOnce(
            "rejoin:\(claims.worker):\(RejoinProof.seconds(time))",
            expires: time.addingTimeInterval(Self.proofTolerance.seconds + 1))
        return claims
    }

    private func claims(of credential: String) throws(AccessError) -> WorkerClaims {
        let payload: Payload = try token.payload(of: credential)
        return WorkerClaims(
            worker: payload.worker, tags: payload.tags, publicKey: payload.key, expires: payload.exp)
    }
}
