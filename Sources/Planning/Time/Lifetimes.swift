package import Foundation
package import Model

/// From when the `ttl` of objects counts, and how long it is.
package enum Lifetimes {
    /// What a `dev` environment gives cloud objects that say nothing, in one that says nothing.
    private static let development = TimeSpan.minutes(8 * 60)

    /// The lifetime of an object that is about to be applied: a new one where its spec is another than before, else the
    /// one it has; nil when nothing of it ever expires.
    package static func lifetime(
        of object: DeclaredObject, replacing applied: DeclaredObject?, _ lifetime: Lifetime?,
        in environment: DeclaredObject?, at time: Date
    ) -> Lifetime? {
        guard mayExpire(object) else { return nil }
        if let lifetime, applied?.spec == object.spec { return lifetime }
        let agreed = applied == nil ? ttl(of: object, in: environment) : lifetime?.agreed
        return Lifetime(object: object.identity, since: time, agreed: agreed)
    }

    /// Of every applied object that has none yet, as after a loss or an upgrade: its `ttl` counts from now.
    package static func missing(
        of objects: some Collection<DeclaredObject>, known: Set<ObjectIdentity>, at time: Date
    ) -> [Lifetime] {
        let missing = objects.filter { !known.contains($0.identity) && mayExpire($0) }
        guard !missing.isEmpty else { return [] }
        let all = Dictionary(objects.map { ($0.identity, $0) }) { first, _ in first }
        return missing.map { object in
            let environment = object.environmentIdentity.flatMap { all[$0] }
            return Lifetime(object: object.identity, since: time, agreed: ttl(of: object, in: environment))
        }
    }

    /// The `ttl` of an object itself, its environment's aside.
    package static func ttl(of object: DeclaredObject, in environment: DeclaredObject?) -> TimeSpan? {
        switch object.spec {
        case .environment(let spec): spec.ttl
        case .cloudResource(let spec): ttl(of: spec, in: environment)
        case .testSuite, .alertRule, .cachePolicy: nil
        }
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
