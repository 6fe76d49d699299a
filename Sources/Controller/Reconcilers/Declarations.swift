import Foundation
import Model
import Planning
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
        let lived = try await lifetime(of: declared, replacing: before?.declared, in: context)
        try await context.services.store.saveObject(object)
        context.tell(action.object, .applied, news(action, before?.declared, declared, plan: context.plan))
        return [.applied(object)] + lived
    }

    /// A `ttl` counts from the commit that changed what it is about.
    private static func lifetime(
        of declared: DeclaredObject, replacing applied: DeclaredObject?, in context: ReconcileContext
    ) async throws -> [Change] {
        let identity = declared.identity
        let known = context.observation.lifetimes[identity]
        let environment = declared.environmentIdentity.flatMap { context.declared($0) }
        let lifetime = Lifetimes.lifetime(
            of: declared, replacing: applied, known, in: environment, at: context.services.clock.now())
        guard lifetime != known else { return [] }
        if let lifetime {
            try await context.services.store.saveLifetimes([lifetime])
        } else {
            try await context.services.store.deleteLifetime(of: identity)
        }
        return [.lived(identity, lifetime)]
    }

    /// What was changed with both values, and the plan that said so: `changed: replicas 2 → 3 (plan 9c1f3a)`.
    private static func news(
        _ action: PlannedAction, _ before: DeclaredObject?, _ now: DeclaredObject, plan: Digest
    ) -> String {
        guard let before else { return "created: \(action.reason) (plan \(plan.short))" }
        let changes = ObjectChanges.between(before, now).map { ChangeText.words(SensitiveFields.masked($0)) }
        let what = changes.isEmpty ? "\(action.reason)" : "changed: \(changes.joined(separator: ", "))"
        return "\(what.prefix(900)) (plan \(plan.short))"
    }

    static func forget(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        let entry = try await PruneLedger.enter(action, in: context)
        try await context.services.store.deleteObject(action.object)
        context.tell(action.object, .pruned, "deleted: \(action.reason)")
        return entry + [.forgotten(action.object)]
    }
}
