import Controller
import Foundation
import Model
import TestSupport

/// How long 1,000 new objects take at a cloud that answers after 50 ms, beside what the latency alone makes necessary.
struct ChangedObjects: Benchmark {
    static let name = "changed_objects"
    static let summary = "1,000 objects to make at a cloud of 50 ms latency, 32 at a time"
    static let lines = ["changed_objects_wall", "changed_objects_cpu", "changed_objects_over_latency_bound"]

    private static let count = 1_000
    private static let concurrency = 32
    private static let latency = 0.05

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        let bound = Double(Self.count) * Self.latency / Double(Self.concurrency)
        var (wall, cpu, ratio) = (Samples(), Samples(), Samples())
        for _ in 0..<options.runs {
            let world = try await PoolWorld(count: Self.count, latency: Self.latency)
            let controller = world.controller(concurrency: Self.concurrency, once: true)
            try await controller.restore()
            let start = ContinuousClock.now
            let before = ProcessorTime.own
            guard try await controller.run() == .asDesired, await world.cloud.existing().count == Self.count else {
                throw BenchmarkFailure("the objects were not made")
            }
            let seconds = (ContinuousClock.now - start).inSeconds
            wall.add(seconds)
            cpu.add(ProcessorTime.own - before)
            ratio.add(seconds / bound)
        }
        return [
            Figure("changed_objects_wall", wall.median, "s"), Figure("changed_objects_cpu", cpu.median, "s"),
            Figure("changed_objects_over_latency_bound", ratio.median, "ratio"),
        ]
    }
}
