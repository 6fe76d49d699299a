import Foundation
import Model

extension Facts {
    /// One `ttl` that an object lives under.
    private struct Life {
        let expiry: Date
        /// Whether it was known when the object began, or said by whoever renewed it.
        let isForeseen: Bool
    }

    /// When the `ttl` of an object is over, its own or its environment's; nil without one, and while a changed spec that
    /// starts it anew is not applied yet.
    func expiry(of object: DeclaredObject) -> Date? { lives(of: object).map(\.expiry).min() }

    func isExpired(_ object: DeclaredObject) -> Bool { expiry(of: object).map { $0 <= observed.time } ?? false }

    func isExpired(_ identity: ObjectIdentity) -> Bool { current(identity).map { isExpired($0) } ?? false }

    /// Why what was made for an expired object ends: a `ttl` that a commit brought or cut is a deletion by that commit.
    func expiryReason(of object: DeclaredObject) -> PlanReason {
        lives(of: object).contains { $0.expiry <= observed.time && $0.isForeseen } ? .expired : .expiredEarly
    }

    private func lives(of object: DeclaredObject) -> [Life] {
        let environment = object.environmentIdentity.flatMap { current($0) }
        let own = life(of: object, after: Lifetimes.ttl(of: object, in: environment))
        return (own.map { [$0] } ?? []) + (environment.map { lives(of: $0) } ?? [])
    }

    private func life(of object: DeclaredObject, after ttl: TimeSpan?) -> Life? {
        guard let ttl, let lifetime = lifetimes[object.identity],
            objects[object.identity]?.declared.spec == object.spec
        else { return nil }
        return Life(expiry: lifetime.expiry(after: ttl), isForeseen: lifetime.foresees(ttl))
    }
}
