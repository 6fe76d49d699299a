package import Foundation
package import Model
import Planning
import Store

/// How long objects with a `ttl` live.
extension Controller {
    /// Lets the `ttl` of an object begin anew, or with a time last for that long from now.
    ///
    /// - Returns: When it expires.
    package func renew(_ object: ObjectIdentity, for span: TimeSpan?, author: String?) async throws -> Date {
        guard let observed = observation.objects[object] else { throw DirectiveError.unknownObject(object) }
        let environment = observed.declared.environmentIdentity
        let parent = environment.flatMap { observation.objects[$0] }?.declared
        guard let ttl = Lifetimes.ttl(of: observed.declared, in: parent) else {
            let isInherited = if case .environment(let spec)? = parent?.spec { spec.ttl != nil } else { false }
            throw DirectiveError.noLifetime(object, environment: isInherited ? environment : nil)
        }
        let author = try DirectiveText.author(author)
        let now = services.clock.now()
        let lifetime = Lifetime(
            object: object, since: now, renewedUntil: span.map { now.addingTimeInterval($0.seconds) },
            agreed: ttl)
        try await services.store.saveLifetimes([lifetime])
        observation.lifetimes[object] = lifetime
        veto()
        let expiry = lifetime.expiry(after: ttl)
        tell(object, .renewed, "renewed by \(author): it expires at \(expiry.formatted(.iso8601))")
        ring()
        return expiry
    }

    /// Takes up what is remembered; what has a `ttl` and is not remembered begins now.
    func restoreLifetimes() async throws {
        for lifetime in try await services.store.lifetimes() { observation.lifetimes[lifetime.object] = lifetime }
        let missing = Lifetimes.missing(
            of: observation.objects.values.map(\.declared), known: Set(observation.lifetimes.keys),
            at: services.clock.now())
        try await services.store.saveLifetimes(missing)
        for lifetime in missing { observation.lifetimes[lifetime.object] = lifetime }
    }
}
