package import Foundation

/// Ordered actions that turn observed into desired; made only by `Planning`.
package struct Plan: Hashable, Sendable, Codable {
    /// Names this plan: a digest of its actions and revision.
    package let hash: Digest
    /// nil when the desired state is unknown.
    package let revision: Revision?
    /// In an order that respects every `after`.
    package let actions: [PlannedAction]
    /// Objects that need nothing.
    package let unchanged: Int
    /// Each dependency cycle as a closed path (`A, B, A`); its objects are left alone.
    package let cycles: [[ObjectIdentity]]
    /// Objects that wait, with what they wait for.
    package let waiting: [WaitingObject]
    /// Objects that ask for what this version can't do; they are recorded, and nothing more happens to them.
    package let impossible: [ImpossibleObject]
    /// How changed definitions reach instances, whatever of it can be done now.
    package let rollouts: [PlannedRollout]
    /// Names what is held and can be approved, with the commit; nil when there is nothing.
    package let approval: Digest?
    /// Objects that are suspended, or whose change waits for a sync window.
    package let paused: [PausedObject]

    package init(
        hash: Digest, revision: Revision?, actions: [PlannedAction], unchanged: Int, cycles: [[ObjectIdentity]] = [],
        waiting: [WaitingObject] = [], impossible: [ImpossibleObject] = [], rollouts: [PlannedRollout] = [],
        approval: Digest? = nil, paused: [PausedObject] = []
    ) {
        self.hash = hash
        self.revision = revision
        self.actions = actions
        self.unchanged = unchanged
        self.cycles = cycles
        self.waiting = waiting
        self.impossible = impossible
        self.rollouts = rollouts
        self.approval = approval
        self.paused = paused
    }

    /// Actions that may be carried out.
    package var executable: [PlannedAction] { actions.filter { $0.held == nil } }
    package var held: [PlannedAction] { actions.filter { $0.held != nil } }

    /// What would end if a person let what is held happen, sorted.
    package var approvable: [DestructiveTarget] {
        Set(actions.filter { $0.held?.isApprovable == true }.compactMap(\.target)).sorted()
    }

    /// Objects that wait for others, but for those that are set aside with a suspended one.
    package var waitingInEarnest: [WaitingObject] {
        guard !waiting.isEmpty else { return [] }
        var aside = Set(paused.filter(\.reason.isSuspension).map(\.object))
        var rest = waiting
        // What waits for nothing but them is set aside too, and so on.
        while true {
            let more = rest.filter { $0.waitsFor.allSatisfy(aside.contains) }
            guard !more.isEmpty else { return rest }
            aside.formUnion(more.map(\.object))
            rest.removeAll { aside.contains($0.object) }
        }
    }
}

/// An object that asks for what this version can't do.
package struct ImpossibleObject: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let reason: String

    package init(object: ObjectIdentity, reason: String) {
        self.object = object
        self.reason = reason
    }
}

/// An object that can't be worked on before others are Ready.
package struct WaitingObject: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let waitsFor: [ObjectIdentity]

    package init(object: ObjectIdentity, waitsFor: [ObjectIdentity]) {
        self.object = object
        self.waitsFor = waitsFor
    }
}

/// One thing to do to one object, with the reason and what must be done before.
package struct PlannedAction: Hashable, Sendable, Codable {
    package let object: ObjectIdentity
    package let operation: PlanOperation
    package let reason: PlanReason
    /// Objects that must be Ready (or, for deletions, gone) before.
    package let after: [ObjectIdentity]
    /// nil when it may be carried out.
    package let held: HoldReason?

    package init(
        object: ObjectIdentity, operation: PlanOperation, reason: PlanReason, after: [ObjectIdentity] = [],
        held: HoldReason? = nil
    ) {
        self.object = object
        self.operation = operation
        self.reason = reason
        self.after = after
        self.held = held
    }
}

/// Everything that Rondo can do to the world.
package enum PlanOperation: Hashable, Sendable, Codable {
    /// Records the object's spec as applied; the only operation that AlertRule and CachePolicy need.
    case applyObject
    /// Serves the environment's mocks as they are declared now.
    case serveMocks
    /// Creates the instance of one ordinal.
    case createInstance(ordinal: Int, specHash: Digest)
    /// Starts an instance that exists and is stopped.
    case startInstance(InstanceID)
    case deleteInstance(InstanceID)
    case startRun(SuiteKey, digest: Digest)
    case cancelRun(RunID)
    /// Forgets an object whose parts are gone.
    case deleteObject
    /// Changes an instance without making another.
    case updateInstance(InstanceID, specHash: Digest)
    /// Brings the tags of an instance up to date.
    case retagInstance(InstanceID, TagChange)
    /// Leaves an instance to itself, with the tag `rondo:released`, and forgets it.
    case releaseInstance(InstanceID)
    /// Ends serving an environment's mocks.
    case stopMocks
    /// Stops an instance, which goes on to exist.
    case stopInstance(InstanceID)
    /// Puts back what somebody changed of an instance, these fields and no others.
    case correctInstance(InstanceID, [DriftField])

    /// Whether something that exists outside our databases ends by it or is forgotten, or an object does.
    package var isDestructive: Bool {
        switch self {
        case .deleteInstance, .deleteObject, .releaseInstance: true
        case .applyObject, .serveMocks, .createInstance, .startInstance, .startRun, .cancelRun, .updateInstance,
            .retagInstance, .stopMocks, .stopInstance, .correctInstance:
            false
        }
    }
}

/// Why an action is planned.
package enum PlanReason: Hashable, Sendable, Codable {
    case added
    /// Dotted paths of the fields that differ.
    case changed([String])
    case mocksNotServed
    case instanceMissing(ordinal: Int)
    /// It was up and ended without Rondo's doing.
    case instanceLost(ordinal: Int)
    case instanceStopped(ordinal: Int)
    /// It has other values than its definition, without a commit having asked for them.
    case instanceChanged(ordinal: Int, fields: [DriftField])
    case instanceOutdated
    case scaledDown
    /// A newer instance has the same ordinal.
    case duplicateInstance(ordinal: Int)
    case removedFromGit
    case neverRun
    /// Somebody asked for it.
    case requested
    /// A slot of its schedule has come: `02:00 Europe/Berlin`.
    case scheduled(String)
    /// The last result is older than the suite's `maxAge`.
    case resultTooOld(TimeSpan)
    /// Which inputs differ from those of the last conclusive run.
    case inputsChanged([String])
    /// The try that is about to be made, from 2.
    case erroredBefore(attempt: Int)
    case superseded
    /// The instance is changed in place, or a new one takes over from it.
    case definitionChanged(ordinal: Int)
    case instanceReplaced(ordinal: Int)
    case tagsOutdated
    /// The `ttl` of the object, or of its environment, is over.
    case expired
    /// So it is, and a commit brought or shortened that `ttl` after the object began.
    case expiredEarly
    /// Its schedule wants it stopped now.
    case outsideHours
    /// Its schedule stopped it and wants it running again.
    case hoursBegan
}

/// Why a destructive action waits.
package enum HoldReason: Hashable, Sendable, Codable {
    /// Every object of the source would go.
    case wholeSource
    case production
    /// `rondo.dev/prune: disabled`.
    case protected
    /// The desired state is stale.
    case sourceStale(String)
    /// A file of the source can't be read, so nobody knows which objects it declares.
    case brokenManifest
    /// More would go than the prune budget allows.
    case budget(PruneExcess)
    /// What git no longer wants is left for a while.
    case grace(until: Date)
}

extension HoldReason {
    /// Whether a person can let it happen all the same; where nobody knows what git wants, nobody can.
    package var isApprovable: Bool {
        switch self {
        case .wholeSource, .production, .protected, .budget: true
        case .sourceStale, .brokenManifest, .grace: false
        }
    }
}
