import Foundation

/// How much controller time the simulation tells in a second of processor time.
struct SimulationRate: Benchmark {
    static let name = "simulation"
    static let summary = "random histories of the real controller on a virtual clock"
    static let lines = ["simulation_seconds_per_cpu_second", "simulation_histories_per_cpu_second"]

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "Simulation").path
        var (seconds, histories) = (Samples(), Samples())
        for run in 0..<options.runs {
            let (output, cost) = try Command(
                program, ["--seed", "\(run * 1_000 + 1)", "--seconds", "5"],
                environment: ["SWIFT_DETERMINISTIC_HASHING": "1"]
            ).run()
            guard let line = output.split(separator: "\n").first(where: { $0.hasPrefix(Self.lines[0]) }),
                let rate = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) }),
                let sum = output.split(separator: "\n").first(where: { $0.hasPrefix("simulation: ") }),
                let count = sum.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
            else { throw BenchmarkFailure("the simulation printed no figures: \(output.prefix(200))") }
            seconds.add(rate)
            histories.add(count / cost.cpu)
        }
        return [Figure(Self.lines[0], seconds.median, "s/s"), Figure(Self.lines[1], histories.median, "1/s")]
    }
}
