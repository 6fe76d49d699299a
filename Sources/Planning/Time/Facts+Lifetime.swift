import Foundation
import Model

extension Facts {
    /// When the `ttl` of an object is over, its own or its environment's; nil without one, and while a changed spec that
    /// starts it anew is not applied yet.
    func expiry(of object: DeclaredObject) -> Date? {
        switch object.spec {
        case .environment(let spec): return expiry(of: object, after: spec.ttl)
        case .cloudResource(let spec):
            let environment = current(
                ObjectIdentity(kind: .environment, namespace: object.identity.namespace, name: spec.environment))
            let own = expiry(of: object, after: Lifetimes.ttl(of: spec, in: environment))
            return [own, environment.flatMap { expiry(of: $0) }].compactMap(\.self).min()
        case .testSuite, .alertRule, .cachePolicy: return nil
        }
    }

    func isExpired(_ object: DeclaredObject) -> Bool { expiry(of: object).map { $0 <= observed.time } ?? false }

    func isExpired(_ identity: ObjectIdentity) -> Bool { current(identity).map { isExpired($0) } ?? false }

    private func expiry(of object: DeclaredObject, after ttl: TimeSpan?) -> Date? {
        guard let ttl, let lifetime = lifetimes[object.identity],
            objects[object.identity]?.declared.spec == object.spec
        else { return nil }
        return lifetime.expiry(after: ttl)
    }
}
