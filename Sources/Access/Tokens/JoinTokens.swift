package import Foundation
package import Model
package import Store

/// One-time tokens with which an instance shows that this installation made it.
package struct JoinTokens: Sendable {
    private struct Payload: Codable {
        let nonce: String
        let tags: InstanceTags
        let exp: Date
    }

    private let token: SignedToken
    private let store: Store

    package init(identity: InstallationIdentity, store: Store) {
        token = SignedToken(purpose: .join, key: identity.signingKey)
        self.store = store
    }

    /// Makes a token that names one incarnation of an instance.
    package func issue(
        instance tags: InstanceTags, now: Date, lifetime: TimeSpan
    ) throws(AccessError) -> Secret {
        try token.issue(
            Payload(nonce: RandomToken.make(bytes: 16), tags: tags, exp: now.addingTimeInterval(lifetime.seconds)))
    }

    /// The instance that a token names while it lasts, whether it was spent or not.
    package func verify(_ presented: String, now: Date) throws(AccessError) -> InstanceTags {
        let payload: Payload = try token.payload(of: presented)
        guard now < payload.exp else { throw .tokenExpired }
        return payload.tags
    }

    /// The instance that a token names, the first time it is presented and before it expires.
    package func redeem(_ presented: String, now: Date) async throws(AccessError) -> InstanceTags {
        let payload: Payload = try token.payload(of: presented)
        guard now < payload.exp else { throw .tokenExpired }
        try await store.spendOnce("join:\(payload.nonce)", expires: payload.exp)
        return payload.tags
    }
}

extension Store {
    /// Marks a one-time id as used, and refuses it when it was used before.
    func spendOnce(_ id: String, expires: Date) async throws(AccessError) {
        let first: Bool
        do {
            first = try await spend(tokenID: id, expires: expires)
        } catch {
            throw .storeFailed(reason: "\(error)")
        }
        guard first else { throw .tokenSpent }
    }
}
