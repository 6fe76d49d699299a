package import Foundation
package import Model

/// From when the `ttl` of objects counts, and how long it is.
package enum Lifetimes {
    /// What a `dev` environment gives cloud objects that say nothing, in one that says nothing.
    private static let development = TimeSpan.minutes(8 * 60)

    /// The lifetime of an object that is about to be applied: a new one where its spec is another than before, else the
    /// one it has; nil when nothing of it ever expires.
    package static func lifetime(
        of object: DeclaredObject, replacing applied: DeclaredObject?, _ lifetime: Lifetime?, at time: Date
    ) -> Lifetime? {
        guard mayExpire(object) else { return nil }
        if let lifetime, applied?.spec == object.spec { return lifetime }
        return Lifetime(object: object.identity, since: time)
    }

    /// Of every applied object that has none yet, as after a loss or an upgrade: its `ttl` counts from now.
    package static func missing(
        of objects: some Sequence<DeclaredObject>, known: Set<ObjectIdentity>, at time: Date
    ) -> [Lifetime] {
        objects.filter { !known.contains($0.identity) && mayExpire($0) }
            .map { Lifetime(object: $0.identity, since: time) }
    }

    /// The `ttl` of a resource: its own, else by the type of its environment.
    package static func ttl(of spec: CloudResourceSpec, in environment: DeclaredObject?) -> TimeSpan? {
        if let own = spec.ttl { return own }
        guard spec.provider != .local, case .environment(let environment)? = environment?.spec,
            environment.type == .dev, environment.ttl == nil
        else { return nil }
        return development
    }

    /// Those of the clouds may expire by the type of their environment, which may change without them.
    private static func mayExpire(_ object: DeclaredObject) -> Bool {
        switch object.spec {
        case .environment(let spec): spec.ttl != nil
        case .cloudResource(let spec): spec.ttl != nil || spec.provider != .local
        case .testSuite, .alertRule, .cachePolicy: false
        }
    }
}
