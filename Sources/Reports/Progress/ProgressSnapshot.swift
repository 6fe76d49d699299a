package import Foundation
package import Model

/// Everything that the live view of `rondo run` shows, at one moment.
package struct ProgressSnapshot: Hashable, Sendable {
    package enum Phase: Hashable, Sendable {
        case working
        /// Nothing is left to do until something changes.
        case settled
        /// Somebody asked the controller to stop; what is under way ends first.
        case stopping
        /// The last picture, which stays on the screen.
        case ended
    }

    /// Where the manifests come from, as it may be shown.
    package var source: String
    /// nil until the source was read for the first time.
    package var revision: Revision?
    /// Why the source can't be read, or what is wrong with its manifests; nil when nothing is.
    package var problem: String?
    /// Sources that people keep at one commit.
    package var pins: [SourcePin]
    package var planned: PlannedCounts
    /// In order of identity.
    package var objects: [ObjectProgress]
    package var runs: [ActiveRun]
    /// How many attempts of the running suites were followed by another.
    package var retried: [ObjectIdentity: Int]
    package var phase: Phase
    /// Since the present work began.
    package var elapsed: TimeSpan
    package var now: Date
    /// Where the API answers; nil before it does.
    package var api: String?
    /// How often the source is looked at.
    package var interval: TimeSpan

    package init(
        source: String, revision: Revision? = nil, problem: String? = nil, pins: [SourcePin] = [],
        planned: PlannedCounts = PlannedCounts(),
        objects: [ObjectProgress] = [], runs: [ActiveRun] = [], retried: [ObjectIdentity: Int] = [:],
        phase: Phase = .working, elapsed: TimeSpan = .seconds(0), now: Date, api: String? = nil,
        interval: TimeSpan = .minutes(1)
    ) {
        self.source = source
        self.revision = revision
        self.problem = problem
        self.pins = pins
        self.planned = planned
        self.objects = objects
        self.runs = runs
        self.retried = retried
        self.phase = phase
        self.elapsed = elapsed
        self.now = now
        self.api = api
        self.interval = interval
    }
}

/// How many objects a plan touches; `held` are among those to delete or to end instances of.
package struct PlannedCounts: Hashable, Sendable {
    package var create: Int
    package var change: Int
    package var delete: Int
    package var held: Int

    package init(create: Int = 0, change: Int = 0, delete: Int = 0, held: Int = 0) {
        self.create = create
        self.change = change
        self.delete = delete
        self.held = held
    }

    /// - Parameter details: Tell which of the objects that wait are new.
    package init(_ plan: Plan, details: PlanDetails? = nil) {
        let summary = PlanSummary(plan, details)
        self.init(create: summary.create, change: summary.change, delete: summary.delete, held: summary.held)
    }

    package var isEmpty: Bool { self == PlannedCounts() }

    /// The larger of each: plans shrink while they are carried out, and people ask what a commit brought.
    package func merging(_ other: PlannedCounts) -> PlannedCounts {
        PlannedCounts(
            create: max(create, other.create), change: max(change, other.change), delete: max(delete, other.delete),
            held: max(held, other.held))
    }
}
