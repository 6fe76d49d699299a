import Controller
import Foundation
import Model

/// What a controller costs that has nothing to do, and what it costs to start one where all is as it should be.
struct QuietController: Benchmark {
    static let name = "noop_pass"
    static let summary = "the real controller over 1,000, 10,000 and 50,000 objects as they should be"
    static let lines = [
        "noop_cpu_per_object", "noop_cpu_per_object_1000", "noop_cpu_per_object_50000", "noop_rss_10000",
        "restart_first_pass_cpu_10000",
    ]

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        var figures: [Figure] = []
        for (count, suffix) in [(1_000, "_1000"), (10_000, ""), (50_000, "_50000")] {
            let lines = ["noop_cpu_per_object\(suffix)"] + (count == 10_000 ? Self.lines.suffix(2) : [])
            guard lines.contains(where: options.wants) else { continue }
            let (look, restart, peak) = try await measure(count)
            figures.append(Figure("noop_cpu_per_object\(suffix)", look / Double(count) * 1_000, "ms"))
            guard count == 10_000 else { continue }
            figures.append(Figure("restart_first_pass_cpu_10000", restart, "s"))
            if let peak { figures.append(Figure("noop_rss_10000", peak, "MiB")) }
        }
        return figures
    }

    /// Processor seconds of one look that finds nothing to do, and of a start with its first settled pass.
    private func measure(_ count: Int) async throws -> (look: Double, restart: Double, peak: Double?) {
        let world = try await PoolWorld(count: count)
        try await world.settle()
        // The first start writes the statuses; the second is what a restart costs.
        try await once(world)
        ResidentMemory.startAnew()
        let before = ProcessorTime.own
        try await once(world)
        let restart = ProcessorTime.own - before
        let controller = world.controller()
        try await controller.restore()
        let running = Task { try await controller.run() }
        try await controller.look()
        try await controller.look()
        var looks = Samples()
        for _ in 0..<options.runs {
            let start = ProcessorTime.own
            try await controller.look()
            looks.add(ProcessorTime.own - start)
        }
        let peak = ResidentMemory.peak
        await controller.stop()
        _ = try await running.value
        return (looks.median, restart, peak)
    }

    private func once(_ world: PoolWorld) async throws {
        let controller = world.controller(once: true)
        try await controller.restore()
        guard try await controller.run() == .asDesired else {
            throw BenchmarkFailure(
                "the controller finds something to do: \(await controller.currentPlan.actions.prefix(3))")
        }
    }
}
