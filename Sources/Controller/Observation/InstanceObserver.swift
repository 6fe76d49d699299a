import Foundation
import Model
import Store

/// Takes up instances that were found by their tags, and notices those that are gone.
struct InstanceObserver: Sendable {
    private let services: ControllerServices

    init(services: ControllerServices) { self.services = services }

    /// Records that an instance is gone though nobody here ended it.
    ///
    /// - Parameter loss: what is to be remembered of it; nil when it never came up, so that it is simply made again.
    func note(lost instance: ObservedInstance, remembering loss: LostInstance?) async throws {
        // The instance's row goes last: after a crash in between it is noticed again.
        try await services.registry.remove(instanceWith: instance.tags)
        try await services.store.noteLoss(of: instance.id, remembering: loss)
        services.report(
            Event(
                time: services.clock.now(), object: instance.tags.object, severity: .warning, reason: .instanceLost,
                message: "instance \(instance.tags.ordinal) is gone: \(instance.id)"))
    }

    /// Takes up an instance that the store did not know: created just now, or by a controller that lost its store.
    func adopt(_ instance: ObservedInstance) async throws {
        try await services.store.saveInstance(instance)
        try await services.store.noteIncarnation(
            instance.tags.object, ordinal: instance.tags.ordinal, incarnation: instance.tags.incarnation)
        for intent in try await services.store.openIntents() where intent.tags == instance.tags {
            try await services.store.settleIntent(intent.id, instance: instance.id)
            services.attempts.forget(intent.id)
        }
    }
}
