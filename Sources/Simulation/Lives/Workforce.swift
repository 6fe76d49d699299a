import Controller
import Foundation
import Model
import Scheduling
import Synchronization
import TestSupport

/// The workers that run on the instances: they lease tasks, fall silent, and report once or twice, whichever controller
/// lives at the time.
final class Workforce: Sendable {
    private struct State {
        var controller: RunningController?
        var cloud: FaultInjectingProvider?
        var isClosed = false
        /// What a controller said that it took, by lease.
        var taken: [LeaseToken: Outcome] = [:]
    }

    private let state = Mutex(State())
    private let time: VirtualTime
    private let judge: Judge

    init(time: VirtualTime, judge: Judge) {
        self.time = time
        self.judge = judge
    }

    /// The cloud whose instances the workers run on.
    func settle(in cloud: FaultInjectingProvider) { state.withLock { $0.cloud = cloud } }

    /// The controller that answers workers from now on.
    func follow(_ controller: RunningController?) { state.withLock { $0.controller = controller } }

    /// Ends all workers.
    func close() { state.withLock { $0.isClosed = true } }

    func outcomeTaken(of lease: LeaseToken) -> Outcome? { state.withLock { $0.taken[lease] } }

    private var isClosed: Bool { state.withLock(\.isClosed) }

    private var controller: RunningController? {
        state.withLock { $0.controller.flatMap { $0.life.isDead ? nil : $0 } }
    }

    /// The worker of an instance, until that is gone.
    func work(on id: InstanceID) async {
        guard let cloud = state.withLock(\.cloud) else { return }
        var random = SplitMix64(seed: id.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        var joined: Int?
        while !isClosed {
            try? await time.sleep(for: random.pause(0.5...3))
            guard let machine = await cloud.machine(id), !machine.isGone else { return }
            guard machine.isRunning, let controller else { continue }
            do {
                if joined != controller.life.number {
                    try await join(machine, controller)
                    joined = controller.life.number
                }
                try await workOnce(WorkerRegistry.id(of: machine.tags), controller, &random)
            } catch {
                joined = nil
            }
        }
    }

    private func join(_ machine: FaultInjectingProvider.Machine, _ controller: RunningController) async throws {
        try await controller.services.registry.join(
            tags: machine.tags, capabilities: TestAbility.announced,
            resources: machine.request.spec.configuration.resources, slots: 1, version: "simulated")
    }

    private struct Unknown: Error {}

    private func workOnce(
        _ id: WorkerID, _ controller: RunningController, _ random: inout SplitMix64
    ) async throws {
        guard await controller.services.registry.touch(id),
            let record = await controller.services.registry.worker(id)
        else { throw Unknown() }
        guard let task = try await controller.services.dispatcher.lease(worker: record, wait: .seconds(8)) else {
            return
        }
        let began = time.now()
        try await time.sleep(for: random.pause(0.1...6))
        // It fell silent: its lease runs out.
        if random.chance(0.1) { return }
        let outcome: Outcome = random.chance(0.15) ? .errored : .passed
        for _ in 0..<(random.chance(0.3) ? 2 : 1) {
            // Whoever controls by now.
            guard let now = self.controller else { return }
            let result = TaskResult(outcome: outcome, startedAt: began, duration: .seconds(1))
            guard try await now.services.dispatcher.complete(worker: id, lease: task.lease, result: result) else {
                continue
            }
            let before = state.withLock { $0.taken.updateValue(outcome, forKey: task.lease) }
            if let before, before != outcome { judge.note("two results of lease \(task.lease) were taken") }
        }
    }
}
