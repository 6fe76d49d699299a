import Caching
package import Model

/// AlertRules and CachePolicies: accepted, kept and forgotten, with what a cache holds.
package struct DeclarationReconciler: Reconciler {
    package init() {}

    package func carryOut(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        switch action.operation {
        case .applyObject:
            return try await Declarations.apply(action, in: context)
        case .deleteObject:
            if action.object.kind == .cachePolicy { await context.services.caches.forget(action.object) }
            return try await Declarations.forget(action, in: context)
        case .serveMocks, .createInstance, .startInstance, .deleteInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            throw ReconcileError.unexpected(action)
        }
    }
}
