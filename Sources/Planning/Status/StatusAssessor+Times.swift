import Foundation
import Model

/// What a status tells of the times at which something changes by itself.
extension StatusAssessor {
    func addTimes(of object: DeclaredObject, to status: inout ObjectStatus) {
        status.suspension = facts.suspensions[object.identity]
        status.expires = facts.expiry(of: object)
        if case .syncWindow(let until, _)? = facts.pause(of: object) { status.pausedUntil = until }
        if case .cloudResource(let spec) = object.spec {
            status.nextUptimeChange = spec.schedule?.nextChange(after: facts.observed.time)
        }
    }

    /// The `ttl` of an object is over.
    func expired(_ object: DeclaredObject, next: PlannedAction?, held: HoldReason?) -> Overall {
        let since = facts.expiry(of: object).map { " since \($0.formatted(.iso8601))" } ?? ""
        let renewed = facts.renewable(object)
        let message = "expired\(since): `rondo renew \(renewed)` makes it again"
        if let held { return .expired("\(message); its end is held: \(held)", ending: nil) }
        return .expired(message, ending: next?.explanation)
    }
}

extension Facts {
    /// What has to be renewed so that an expired object lives again: itself, or its environment when only that expired.
    fileprivate func renewable(_ object: DeclaredObject) -> ObjectIdentity {
        guard case .cloudResource(let spec) = object.spec else { return object.identity }
        let environment = ObjectIdentity(
            kind: .environment, namespace: object.identity.namespace, name: spec.environment)
        return isExpired(environment) ? environment : object.identity
    }
}
