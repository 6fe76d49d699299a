package import Foundation
package import Model
import Planning
import Store

extension Controller {
    /// Open drift first, then what ended since a time, the newest first.
    package func drift(resolvedSince: Date) async throws -> [DriftRecord] {
        await driftWatch.open + (try await services.store.resolvedDrift(since: resolvedSince))
    }

    /// What is to be remembered of an instance that is gone: nil when it never came up, or when nobody can say that it
    /// was ended from outside.
    ///
    /// A local instance ends itself when no controller has answered for a while, so one that is gone when a controller
    /// starts is no drift.
    func loss(of instance: ObservedInstance) async -> LostInstance? {
        guard observation.objects[instance.tags.object] != nil,
            providerLooks.hasSeen(instance.provider) || instance.provider != .local
        else {
            return nil
        }
        let now = services.clock.now()
        let joined = await services.registry.worker(WorkerRegistry.id(of: instance.tags)) != nil
        guard joined || now.timeIntervalSince(instance.createdAt) >= Self.earlyLoss else { return nil }
        return LostInstance(
            id: instance.id, object: instance.tags.object, ordinal: instance.tags.ordinal, lostAt: now)
    }

    /// Whether something differs and is to be left as it is.
    ///
    /// The ledger is as old as the last look: what was put right or got another policy since then is none any more.
    func isDriftReported(_ desired: DesiredSources, _ observed: ObservedState) async -> Bool {
        guard await driftWatch.open.contains(where: { $0.finding.policy == .report }) else { return false }
        return DriftLook(desired: desired, observed: observed)?.findings.contains { $0.policy == .report } ?? true
    }

    /// Puts the end of drift down to Rondo when it was what acted.
    func noteCorrection(_ action: PlannedAction) async {
        switch action.reason {
        case .instanceChanged(let ordinal, let fields):
            await driftWatch.noteCorrection(of: action.object, ordinal: ordinal, fields: fields)
        case .instanceLost(let ordinal), .instanceStopped(let ordinal):
            await driftWatch.noteCorrection(of: action.object, ordinal: ordinal)
        case .added, .changed, .mocksNotServed, .instanceMissing, .instanceOutdated, .scaledDown, .duplicateInstance,
            .removedFromGit, .neverRun, .requested, .scheduled, .resultTooOld, .inputsChanged,
            .erroredBefore, .superseded, .definitionChanged, .instanceReplaced, .tagsOutdated, .expired, .expiredEarly,
            .outsideHours, .hoursBegan:
            break
        }
    }
}
