package import Foundation

/// What the controller says of an object; written by nobody else.
package struct ObjectStatus: Hashable, Sendable, Codable {
    package var observedGeneration: Int
    package var conditions: [Condition]
    /// `main@sha1:…`
    package var lastAppliedRevision: String?
    package var lastAttemptedRevision: String?
    /// One line for people.
    package var summary: String
    /// Environment: its services.
    package var services: [ServiceStatus]?
    /// CloudResource: its instances.
    package var instances: [InstanceStatus]?
    package var readyReplicas: Int?
    /// TestSuite: the running and the last run in each environment.
    package var runs: [RunStatus]?
    /// TestSuite: when time alone makes it due next, or since when it is.
    package var due: DueStatus?
    /// Why deleting it, or an instance of it, waits; remembered so that a later commit can't lift the hold.
    package var held: HoldReason?
    /// `rondo.dev/prune: disabled` is in force, until a commit without it has converged; nil before it was looked at.
    package var protected: Bool?
    /// Since when git no longer wants it, or some of its instances.
    package var unwantedSince: Date?
    /// Who let what was held of it happen.
    package var approval: ApprovalStatus?
    /// Environment: the objects that belong to it.
    package var objects: ObjectCounts?
    /// Environment: open drift in it.
    package var drift: DriftCounts?
    /// AlertRule: where it stands, its last value and since when.
    package var state: AlertState?
    package var value: Double?
    package var since: Date?
    /// CachePolicy: what it holds and how it served since the controller started.
    package var entries: Int?
    package var bytes: Int?
    package var hitRate: Double?
    package var evictions: Int?
    package var savedTime: TimeSpan?
    /// Who set it aside, why and until when; nil when nobody did by hand.
    package var suspension: Suspension?
    /// Environment, CloudResource: when its `ttl` is over, its own or its environment's, or since when it is.
    package var expires: Date?
    /// Until when a change of it waits; nil when none does, or none of its sync windows ever opens.
    package var pausedUntil: Date?
    /// CloudResource with a schedule: when its instances next start or stop.
    package var nextUptimeChange: Date?

    package init(
        observedGeneration: Int = 0, conditions: [Condition] = [], lastAppliedRevision: String? = nil,
        lastAttemptedRevision: String? = nil, summary: String = "", services: [ServiceStatus]? = nil,
        instances: [InstanceStatus]? = nil, readyReplicas: Int? = nil, runs: [RunStatus]? = nil,
        held: HoldReason? = nil
    ) {
        self.observedGeneration = observedGeneration
        self.conditions = conditions
        self.lastAppliedRevision = lastAppliedRevision
        self.lastAttemptedRevision = lastAttemptedRevision
        self.summary = summary
        self.services = services
        self.instances = instances
        self.readyReplicas = readyReplicas
        self.runs = runs
        self.held = held
    }

    package func condition(_ type: Condition.ConditionType) -> Condition? {
        conditions.first { $0.type == type }
    }

    package var isReady: Bool { condition(.ready)?.status == .yes }
    package var isStalled: Bool { condition(.stalled)?.status == .yes }
}

/// When a suite is due by the clock, and why.
package struct DueStatus: Hashable, Sendable, Codable {
    package let environment: String
    package let time: Date
    /// `schedule 02:00 Europe/Berlin`, `maxAge 7d`.
    package let reason: String

    package init(environment: String, time: Date, reason: String) {
        self.environment = environment
        self.time = time
        self.reason = reason
    }
}

package struct ObjectCounts: Hashable, Sendable, Codable {
    package let ready: Int
    package let total: Int

    package init(ready: Int, total: Int) {
        self.ready = ready
        self.total = total
    }
}

package struct DriftCounts: Hashable, Sendable, Codable {
    package let open: Int

    package init(open: Int) { self.open = open }
}

package struct ServiceStatus: Hashable, Sendable, Codable {
    package let name: String
    package let ready: Bool
    package let url: String?
    package let mock: Bool

    package init(name: String, ready: Bool, url: String?, mock: Bool) {
        self.name = name
        self.ready = ready
        self.url = url
        self.mock = mock
    }
}

package struct InstanceStatus: Hashable, Sendable, Codable {
    package let ordinal: Int
    package let id: InstanceID
    package let state: ObservedInstance.State
    package let address: String?
    package let createdAt: Date
    /// nil for an instance that is no worker.
    package let worker: WorkerState?
    /// What of it is not as desired; nil when nothing is.
    package let drift: String?
    /// What it boots from, where it is of a cloud.
    package let image: String?

    package init(
        ordinal: Int, id: InstanceID, state: ObservedInstance.State, address: String?, createdAt: Date,
        worker: WorkerState? = nil, drift: String? = nil, image: String? = nil
    ) {
        self.image = image
        self.ordinal = ordinal
        self.id = id
        self.state = state
        self.address = address
        self.createdAt = createdAt
        self.worker = worker
        self.drift = drift
    }
}

package struct RunStatus: Hashable, Sendable, Codable {
    package let id: RunID
    package let environment: String
    package let revision: String
    /// nil while it runs.
    package let outcome: Outcome?
    package let counts: OutcomeCounts
    package let startedAt: Date
    /// nil while it runs.
    package let duration: TimeSpan?

    package init(
        id: RunID, environment: String, revision: String, outcome: Outcome?, counts: OutcomeCounts, startedAt: Date,
        duration: TimeSpan?
    ) {
        self.id = id
        self.environment = environment
        self.revision = revision
        self.outcome = outcome
        self.counts = counts
        self.startedAt = startedAt
        self.duration = duration
    }
}

/// What a person sees of a source.
package struct SourceStatus: Hashable, Sendable, Codable {
    package let name: String
    package let url: String
    package let revision: Revision?
    package let conditions: [Condition]
    package let diagnostics: [Diagnostic]
    package let fileCount: Int
    /// Who keeps it at its commit; nil when it follows what is pushed.
    package let pin: SourcePin?

    package init(
        name: String, url: String, revision: Revision?, conditions: [Condition], diagnostics: [Diagnostic] = [],
        fileCount: Int = 0, pin: SourcePin? = nil
    ) {
        self.name = name
        self.url = url
        self.revision = revision
        self.conditions = conditions
        self.diagnostics = diagnostics
        self.fileCount = fileCount
        self.pin = pin
    }
}
