package import Foundation
package import Model
import Store

/// Objects that people set aside, and those that they take up again.
extension Controller {
    /// Sets an object aside until it is resumed or a time has come; a suspension that there is is replaced.
    package func suspend(
        _ object: ObjectIdentity, reason: String, author: String?, until: Date?
    ) async throws -> Suspension {
        let now = services.clock.now().wholeMilliseconds
        guard knows(object) else { throw DirectiveError.unknownObject(object) }
        if let until, until <= now { throw DirectiveError.inThePast }
        let suspension = Suspension(
            object: object, reason: try DirectiveText.reason(reason), author: try DirectiveText.author(author),
            since: now, until: until?.wholeMilliseconds)
        try await services.store.saveSuspension(suspension)
        observation.suspensions[object] = suspension
        veto()
        tell(object, .suspended, "\(suspension)")
        ring()
        return suspension
    }

    /// Takes an object up again.
    package func resume(_ object: ObjectIdentity, author: String?) async throws {
        guard let suspension = observation.suspensions[object] else {
            guard knows(object) else { throw DirectiveError.unknownObject(object) }
            throw isSuspendedInGit(object)
                ? DirectiveError.suspendedInGit(object) : DirectiveError.notSuspended(object)
        }
        let author = try DirectiveText.author(author)
        try await services.store.deleteSuspension(of: object)
        observation.suspensions[object] = nil
        let still = isSuspendedInGit(object) ? "; it stays suspended in git" : ""
        tell(object, .resumed, "resumed by \(author); it was \(suspension)\(still)")
        ring()
    }

    /// Ends the suspensions whose time is over.
    func endSuspensions(at now: Date) async throws {
        for suspension in observation.suspensions.values where !suspension.isActive(at: now) {
            try await services.store.deleteSuspension(of: suspension.object)
            observation.suspensions[suspension.object] = nil
            tell(suspension.object, .resumed, "resumed, since the time is over; it was \(suspension)")
        }
    }

    /// The suspension of an object that is in force.
    func suspension(of object: ObjectIdentity) -> Suspension? {
        observation.suspensions[object].flatMap { $0.isActive(at: services.clock.now()) ? $0 : nil }
    }

    /// Whether git declares it, or it was applied.
    func knows(_ object: ObjectIdentity) -> Bool {
        observation.objects[object] != nil
            || desired.sets.contains { $0.objects.contains { $0.identity == object } }
    }

    private func isSuspendedInGit(_ object: ObjectIdentity) -> Bool {
        desired.sets.contains { $0.objects.contains { $0.identity == object && $0.suspend } }
    }

    /// Reports an event that a person or the clock is the cause of.
    func tell(
        _ object: ObjectIdentity?, _ reason: ConditionReason, _ message: String, severity: Event.Severity = .normal
    ) {
        let source = object.flatMap { observation.objects[$0]?.source }
        services.report(
            Event(
                time: services.clock.now(), object: object, severity: severity, reason: reason, message: message,
                revision: source.flatMap { revision(of: $0)?.description }))
    }
}
