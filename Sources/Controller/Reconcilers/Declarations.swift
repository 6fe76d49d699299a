import Foundation
import Model
import Store

/// What every kind needs: recording an object as applied, and forgetting it.
enum Declarations {
    static func apply(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        guard let declared = context.declared(action.object) else { throw ReconcileError.undeclared(action.object) }
        let before = context.observation.objects[action.object]
        let object = ObservedObject(
            declared: declared, source: context.set.source, specHash: context.specHash(declared),
            generation: (before?.generation ?? 0) + 1, revision: context.set.revision,
            status: before?.status ?? ObjectStatus(), createdAt: before?.createdAt ?? context.services.clock.now())
        try await context.services.store.saveObject(object)
        context.tell(action.object, .applied, before == nil ? "created: \(action.reason)" : "\(action.reason)")
        return [.applied(object)]
    }

    static func forget(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        let entry = try await PruneLedger.enter(action, in: context)
        try await context.services.store.deleteObject(action.object)
        context.tell(action.object, .pruned, "deleted: \(action.reason)")
        return entry + [.forgotten(action.object)]
    }
}
