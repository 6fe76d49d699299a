import Controller
import Foundation
import Model
import Store
import TestSupport

/// What stands at the end of a history, held against what the newest commit asks for.
struct Account {
    private let ground: RunningController.Ground
    private let controller: Controller
    private let store: Store
    /// How often in a row nothing must be left to do: longer than a look that hangs and what lists may be late.
    private var calm: Int { ground.isCloud ? 60 : 20 }
    private static let patience = Duration.seconds(3_600)

    init(ground: RunningController.Ground, controller: Controller, store: Store) {
        self.ground = ground
        self.controller = controller
        self.store = store.gated(by: OpenGate())
    }

    /// Waits until for a while nothing is left to do; false when there always is.
    mutating func waitUntilQuiet() async throws -> Bool {
        let began = ground.time.elapsed
        var quiet = 0
        while ground.time.elapsed - began < Self.patience {
            try await ground.time.sleep(for: .seconds(2))
            quiet = await isQuiet() ? quiet + 1 : 0
            if quiet >= calm { return true }
        }
        return false
    }

    private func isQuiet() async -> Bool {
        guard await controller.revision(of: "default")?.commit == SimulatedGit.id(of: ground.git.newest) else {
            return false
        }
        let plan = await controller.currentPlan
        return plan.executable.isEmpty && plan.waiting.isEmpty
    }

    func unsettled() async -> String {
        let plan = await controller.currentPlan
        return "\(plan.executable.map { "\($0.object) \($0.operation)" }), waiting \(plan.waiting.map(\.object))"
    }

    /// Every difference between what stands and what the newest commit asks for.
    func violations() async throws -> [String] {
        let commit = ground.git.newest
        let held = Set(await controller.currentPlan.held.map(\.object))
        let machines = Dictionary(grouping: await ground.cloud.existing(), by: \.tags.object)
        var found: [String] = []
        for (name, pool) in commit.pools.sorted(by: { $0.key < $1.key }) {
            let object = ObjectIdentity(kind: .cloudResource, name: name)
            let own = machines[object] ?? []
            let ordinals = own.map(\.tags.ordinal).sorted()
            let wanted = Array(0..<pool.replicas)
            let mayDiffer = held.contains(object)
            if !Set(ordinals).isSuperset(of: wanted) { found.append("\(object) has \(ordinals), not \(wanted)") }
            if !mayDiffer, ordinals != wanted {
                found.append("\(object) has \(ordinals), not \(wanted): leaked or twice")
            }
            if !mayDiffer, own.contains(where: { $0.request.spec.configuration.resources.cpu.millicores != pool.cpu }) {
                found.append("\(object) has instances of an older definition")
            }
            if own.contains(where: { !$0.isRunning }), !mayDiffer { found.append("\(object) has a stopped instance") }
        }
        for (object, own) in machines.sorted(by: { $0.key < $1.key }) where commit.pools[object.name] == nil {
            let isKept = own.allSatisfy {
                $0.tags.deletionPolicy == .retain || ground.judge.isForgotten($0)
            }
            if !isKept, !held.contains(object) {
                found.append("\(object) left git and \(own.map(\.id.rawValue)) are left")
            }
        }
        let objects = try await store.objects()
        let names = Set(objects.map(\.identity.name))
        for name in Array(commit.pools.keys) + Array(commit.environments.keys) + Array(commit.suites.keys)
        where !names.contains(name) {
            found.append("\(name) is in git and was not applied")
        }
        for object in objects where commit.pools[object.identity.name] == nil {
            guard commit.environments[object.identity.name] == nil, commit.suites[object.identity.name] == nil,
                !held.contains(object.identity)
            else { continue }
            found.append("\(object.identity) left git and is remembered")
        }
        let instances = try await store.instances().filter { held.isEmpty || !held.contains($0.tags.object) }
        let known = Set(instances.map(\.id))
        let existing = Set(machines.values.joined().filter { !held.contains($0.tags.object) }.map(\.id))
        if known != existing { found.append("the store knows \(known.sorted()), there are \(existing.sorted())") }
        return found + (try await results())
    }

    /// Promise 8: every attempt of an ended run has one result, and it is the one that a worker was told was taken.
    private func results() async throws -> [String] {
        var found: [String] = []
        for run in try await store.finishedRuns(limit: 1_000) {
            for task in run.tasks {
                if task.attempts.map(\.number) != Array(1..<(task.attempts.count + 1)) {
                    found.append("\(run.verdict.run) \(task.name) has attempts \(task.attempts.map(\.number))")
                }
                for attempt in task.attempts {
                    let taken = ground.workforce.outcomeTaken(of: attempt.lease)
                    guard let result = attempt.result, taken == nil || taken == result.outcome else {
                        found.append("\(run.verdict.run) \(task.name) \(attempt.number): not the result that was taken")
                        continue
                    }
                }
            }
        }
        return found
    }
}
