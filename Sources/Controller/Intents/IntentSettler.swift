import Foundation
import Model
import Store

/// Finds out what became of creations whose answers were lost, before anything is done that could leave it behind.
struct IntentSettler: Sendable {
    private let services: ControllerServices

    init(services: ControllerServices) { self.services = services }

    /// Looks by tag for what an intent made, once the provider shows everything that it may have made.
    ///
    /// - Returns: what it made and is now stored, nil when it made nothing; the intent is closed in either case.
    /// - Throws: `ReconcileError.unsettled` while a lost call may still take effect.
    func settle(_ intent: Intent, with provider: any CloudProvider) async throws -> ObservedInstance? {
        let terms = provider.terms
        let certain = services.attempts.time(of: intent.id).advanced(by: terms.consistency)
        let now = services.time.now()
        guard certain <= now else { throw ReconcileError.unsettled(ordinal: intent.tags.ordinal, for: certain - now) }
        let survey = try await provider.survey(installation: services.installation)
        let found = survey.instances.first { $0.tags == intent.tags }
        if found == nil, let spot = survey.blindSpots.first {
            throw ReconcileError.blind(ordinal: intent.tags.ordinal, spot.place, reason: spot.reason)
        }
        guard let found, found.isAlive else {
            try await services.store.failIntent(intent.id)
            services.attempts.forget(intent.id)
            return nil
        }
        try await services.store.saveInstance(found)
        try await services.store.settleIntent(intent.id, instance: found.id)
        services.attempts.forget(intent.id)
        return found
    }
}
