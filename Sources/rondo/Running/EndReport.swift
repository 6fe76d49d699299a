import Controller
import Foundation
import Model
import Planning
import Reports
import Store

/// What the summary at the end of `rondo run` tells.
struct EndReport {
    /// Of each source.
    let plans: [SourcePlan]
    let details: PlanDetails
    let diagnostics: [Diagnostic]
    /// The last run of each suite in each environment.
    let runs: [FinishedRun]
    let workerNames: [WorkerID: String]
    let instances: Int
    let pins: [SourcePin]

    var counts: OutcomeCounts { runs.reduce(OutcomeCounts()) { $0 + $1.verdict.counts } }
    var flaky: [String] { runs.flatMap { $0.tasks.filter(\.flaky).map(\.name) } }

    init(controller: Controller, store: Store) async throws {
        let observed = await controller.observed
        plans = await controller.currentPlans
        details = await controller.planDetails
        let sources = await controller.sourceStatuses
        diagnostics = sources.flatMap(\.diagnostics)
        pins = sources.compactMap(\.pin)
        let ids = observed.suites.compactMap { $0.latest?.run }
        var runs: [FinishedRun] = []
        for id in ids {
            if let run = try await store.finishedRun(id) { runs.append(run) }
        }
        self.runs = runs
        workerNames = Dictionary(
            try await store.workers().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        instances = observed.instances.filter(\.isAlive).count
    }

    var hasHeld: Bool { plans.contains { !$0.plan.held.isEmpty } }

    /// The held deletions of each source, as a plan shows them.
    func heldText(style: Style) -> String {
        plans.filter { !$0.plan.held.isEmpty }.map { planned in
            let plan = planned.plan
            let held = Plan(
                hash: plan.hash, revision: plan.revision, actions: plan.held, unchanged: plan.unchanged,
                approval: plan.approval)
            return PlanReport.text(held, details: details, now: Date(), style: style)
        }
        .joined(separator: "\n")
    }
}
