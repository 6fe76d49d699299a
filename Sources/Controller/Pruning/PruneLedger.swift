import Model
import Planning
import Store

/// Writes down what a prune budget counts before it ends, so that no crash makes it forget.
enum PruneLedger {
    static func enter(_ action: PlannedAction, in context: ReconcileContext) async throws -> [Change] {
        let observation = context.observation
        let now = context.services.clock.now()
        let instance = action.target?.instance.flatMap { observation.instances[$0] }
        let approval = PruneAccount.approval(
            of: action, among: observation.approvals, revision: context.set.revision, source: context.set.source,
            at: now)
        let record = PruneAccount.record(
            of: action, object: observation.objects[action.object], instance: instance, approval: approval?.hash,
            at: now)
        guard let record else { return [] }
        try await context.services.store.enterPrune(record)
        return [.pruned(record)]
    }
}
