import Controller
import Model
import Reports
import Store

/// What the live view shows, as the controller and the store know it.
actor ControllerProgress: ProgressSource {
    private let controller: Controller
    private let store: Store
    /// What a plan came to, for as long as it stays the same.
    private var counted: (plan: Digest, waiting: Int, counts: PlannedCounts)?

    init(controller: Controller, store: Store) {
        self.controller = controller
        self.store = store
    }

    func look() async -> ProgressLook {
        let plan = await controller.currentPlan
        let sources = await controller.sourceStatuses
        let observed = await controller.observed
        let desired = await controller.desiredSets.flatMap(\.objects)
        return ProgressLook(
            revision: sources.lazy.compactMap(\.revision).first, problem: Self.problem(of: sources),
            pins: sources.compactMap(\.pin),
            planned: await counts(of: plan),
            objects: Self.objects(observed.objects, desired: desired, plan: plan), runs: observed.runs)
    }

    func totals() async -> (counts: OutcomeCounts, flaky: [String]) {
        let verdicts = await controller.observed.suites.compactMap(\.latest)
        var flaky: [String] = []
        for verdict in verdicts where verdict.counts.flaky > 0 {
            let tasks = try? await store.finishedRun(verdict.run)?.tasks
            flaky += (tasks ?? []).filter(\.flaky).map(\.name)
        }
        return (verdicts.reduce(OutcomeCounts()) { $0 + $1.counts }, flaky)
    }

    private func counts(of plan: Plan) async -> PlannedCounts {
        if let counted, counted.plan == plan.hash, counted.waiting == plan.waiting.count { return counted.counts }
        let counts = PlannedCounts(plan, details: await controller.planDetails)
        counted = (plan.hash, plan.waiting.count, counts)
        return counts
    }

    /// The accepted ones as they stand, and those that git wants beside them.
    private static func objects(
        _ accepted: [ObservedObject], desired: [DeclaredObject], plan: Plan
    ) -> [ObjectProgress] {
        let known = Set(accepted.map(\.identity))
        let waiting = Dictionary(plan.waiting.map { ($0.object, $0.waitsFor) }) { first, _ in first }
        let new = desired.map(\.identity).filter { !known.contains($0) }.map { identity in
            ObjectProgress(new: identity, waitsFor: waiting[identity] ?? [])
        }
        let shown = accepted.map { ObjectProgress($0.identity, $0.status) } + new
        return new.isEmpty ? shown : shown.sorted { $0.identity < $1.identity }
    }

    /// The first one, with its source's name where there are several.
    private static func problem(of sources: [SourceStatus]) -> String? {
        for source in sources {
            guard let problem = problem(of: source) else { continue }
            return sources.count == 1 ? problem : "\(source.name): \(problem)"
        }
        return nil
    }

    private static func problem(of source: SourceStatus) -> String? {
        guard let ready = source.conditions.first(where: { $0.type == .ready }), ready.status == .no else { return nil }
        let errors = source.diagnostics.count { $0.severity == .error }
        let isBroken = ready.reason == .invalidManifests && errors > 1
        return isBroken ? "\(ready.message) (and \(errors - 1) more)" : ready.message
    }
}
