import Foundation
package import Model

/// A plan for programs: `rondo plan -o json`. Keys are only ever added while `formatVersion` is `1`.
package struct PlanDocument: Encodable, Sendable {
    private let formatVersion = "1"
    private let kind = "Plan"
    /// Only where there are several.
    private let source: String?
    private let hash: Digest
    /// What approves all that is held; absent when nothing is that can be approved.
    private let approvalHash: Digest?
    private let revision: String?
    private let seenAt: Date?
    private let summary: PlanSummary
    private let actions: [Action]
    private let waiting: [WaitingObject]
    private let impossible: [ImpossibleObject]
    private let cycles: [[String]]
    private let rollouts: [Rollout]
    private let paused: [PausedObject]
    private let changes: [Changes]

    package init(_ plan: Plan, details: PlanDetails? = nil, source: String? = nil) {
        self.source = source
        hash = plan.hash
        approvalHash = plan.approval
        rollouts = plan.rollouts.map {
            Rollout(object: $0.object.description, way: $0.way, instances: $0.instances)
        }
        revision = plan.revision?.description
        seenAt = details?.observedAt
        summary = PlanSummary(plan, details)
        actions = plan.actions.map(Action.init)
        waiting = plan.waiting.map {
            WaitingObject(object: $0.object.description, waitsFor: $0.waitsFor.map(\.description))
        }
        impossible = plan.impossible.map {
            ImpossibleObject(object: $0.object.description, reason: $0.reason)
        }
        paused = plan.paused.map { PausedObject($0) }
        cycles = plan.cycles.map { $0.map(\.description) }
        changes = (details?.objects ?? []).filter { !$0.changes.isEmpty }.map {
            Changes(object: $0.object.description, fields: $0.changes.map(SensitiveFields.masked))
        }
    }

    private enum CodingKeys: String, CodingKey {
        case formatVersion, kind, source, hash, approvalHash, revision, seenAt, summary, actions, waiting, impossible,
            cycles, changes
        case rollouts, paused
    }

    private struct Rollout: Encodable {
        let object: String
        let way: PlannedRollout.Way
        let instances: [InstanceID]
    }

    private struct WaitingObject: Encodable {
        let object: String
        let waitsFor: [String]
    }

    private struct ImpossibleObject: Encodable {
        let object: String
        let reason: String
    }

    private struct PausedObject: Encodable {
        let object: String
        let reason: String
        var until: Date?
        /// Whether a person set it aside; else a change of it waits for a sync window.
        let suspended: Bool

        init(_ paused: Model.PausedObject) {
            object = paused.object.description
            reason = "\(paused.reason)"
            suspended = paused.reason.isSuspension
            switch paused.reason {
            case .suspendedInGit: break
            case .suspended(let suspension): until = suspension.until
            case .syncWindow(let opens, _): until = opens
            }
        }
    }

    private struct Changes: Encodable {
        let object: String
        let fields: [FieldChange]
    }

    /// One action, flat: only the keys of its operation are there.
    private struct Action: Encodable {
        let object: String
        let operation: String
        var ordinal: Int?
        var instance: String?
        var environment: String?
        var digest: String?
        var run: String?
        let reason: String
        let after: [String]
        let held: String?

        init(_ action: PlannedAction) {
            object = action.object.description
            reason = "\(action.reason)"
            after = action.after.map(\.description)
            held = action.held.map { "\($0)" }
            switch action.operation {
            case .applyObject: operation = "applyObject"
            case .serveMocks: operation = "serveMocks"
            case .createInstance(let ordinal, let hash):
                operation = "createInstance"
                self.ordinal = ordinal
                digest = hash.rawValue
            case .startInstance(let id):
                operation = "startInstance"
                instance = id.rawValue
            case .deleteInstance(let id):
                operation = "deleteInstance"
                instance = id.rawValue
            case .startRun(let key, let inputs):
                operation = "startRun"
                environment = key.environment
                digest = inputs.rawValue
            case .cancelRun(let id):
                operation = "cancelRun"
                run = id.rawValue
            case .deleteObject: operation = "deleteObject"
            case .updateInstance(let id, let hash):
                operation = "updateInstance"
                instance = id.rawValue
                digest = hash.rawValue
            case .retagInstance(let id, _):
                operation = "retagInstance"
                instance = id.rawValue
            case .releaseInstance(let id):
                operation = "releaseInstance"
                instance = id.rawValue
            case .stopMocks: operation = "stopMocks"
            case .stopInstance(let id):
                operation = "stopInstance"
                instance = id.rawValue
            case .correctInstance(let id, _):
                operation = "correctInstance"
                instance = id.rawValue
            }
        }
    }
}

extension PlanReport {
    /// The plan as a JSON document with a newline at the end.
    package static func json(_ plan: Plan, details: PlanDetails? = nil) throws -> String {
        try Documents.json(PlanDocument(plan, details: details))
    }
}
