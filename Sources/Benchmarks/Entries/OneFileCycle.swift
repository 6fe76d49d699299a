import Foundation
import GitSource
import Manifests
import Model
import Planning

/// What a commit of one file costs the controller, beside what it costs git to fetch it and to name the file.
struct OneFileCycle: Benchmark {
    static let name = "one_file_cycle"
    static let summary = "a commit that changes one of 10,000 files: fetch, read, load, plan"
    static let lines = [
        "one_file_cycle_cpu", "one_file_cycle_wall", "one_file_tree_cpu", "one_file_load_cpu", "one_file_plan_cpu",
        "one_file_git_cpu", "one_file_git_wall", "one_file_cycle_over_git", "one_file_cycle_over_git_wall",
    ]

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        guard let rondo = options.rondo else { throw BenchmarkFailure("\(Self.name) needs --rondo PATH") }
        let scratch = try ScratchFolder()
        let origin = try GitRepository(SyntheticRepository(), in: scratch.url)
        let clone = scratch.url.appending(path: "clone").path
        try GitRepository.git(["clone", "-q", "--no-checkout", origin.folder.path, clone]).run()
        let controller = ControllerCycle(
            remote: GitRemote(url: origin.folder.path),
            reader: GitReader(executable: URL(filePath: rondo), mirrors: scratch.url.appending(path: "mirrors")))
        _ = try await controller.cycle()

        var names: [String: Samples] = [:]
        for _ in 0..<options.runs {
            let path = try origin.change()
            let ours = try await controller.cycle()
            guard ours.plan.actions.count > 1, ours.plan.actions.count < 8 else {
                throw BenchmarkFailure("one change made a plan of \(ours.plan.actions.count) actions")
            }
            let git = try gitCycle(clone, changed: path)
            for (name, cost) in [
                ("tree", ours.tree), ("load", ours.load), ("plan", ours.planning), ("cycle", ours.total), ("git", git),
            ] {
                names["one_file_\(name)_cpu", default: Samples()].add(cost.cpu * 1_000)
                names["one_file_\(name)_wall", default: Samples()].add(cost.wall * 1_000)
            }
            names["one_file_cycle_over_git", default: Samples()].add(ours.total.cpu / git.cpu)
            names["one_file_cycle_over_git_wall", default: Samples()].add(ours.total.wall / git.wall)
        }
        await controller.reader.stop()
        return Self.lines.compactMap { name in
            names[name].map { Figure(name, $0.median, name.contains("over") ? "ratio" : "ms") }
        }
    }

    private func gitCycle(_ clone: String, changed path: String) throws -> Cost {
        let old = try GitRepository.git(["-C", clone, "rev-parse", "origin/main"]).run().output
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let fetch = try GitRepository.git(["-C", clone, "fetch", "-q", "origin"]).run()
        let diff = try GitRepository.git(["-C", clone, "diff", "--name-only", old, "origin/main"]).run()
        guard diff.output == "\(path)\n" else { throw BenchmarkFailure("git says that `\(diff.output)` changed") }
        return fetch.cost + diff.cost
    }
}

/// The controller's part: everything between a commit and the plan for it, in a world where all before was done.
private final class ControllerCycle {
    struct Measured {
        let tree: Cost
        let load: Cost
        let planning: Cost
        let plan: Plan

        var total: Cost { tree + load + planning }
    }

    let reader: GitReader
    private let remote: GitRemote
    private let loader = ManifestLoader()
    private var observed = ObservedState(time: Date())

    init(remote: GitRemote, reader: GitReader) {
        self.remote = remote
        self.reader = reader
    }

    func cycle() async throws -> Measured {
        let (tree, reading) = try await measuredTree()
        let (loaded, loading) = Cost.of { loader.load(tree, source: "bench") }
        guard !loaded.set.hasErrors else {
            throw BenchmarkFailure("the manifests are not good: \(loaded.set.diagnostics.prefix(3))")
        }
        let (plan, planning) = Cost.of { Planner.plan(desired: .known(loaded.set), observed: observed) }
        observed = AppliedWorld(of: loaded.set).observed()
        return Measured(tree: reading, load: loading, planning: planning, plan: plan)
    }

    private func measuredTree() async throws -> (SourceTree, Cost) {
        let start = ContinuousClock.now
        let own = ProcessorTime.own
        let child = await childTime()
        let tree = try await reader.tree(of: remote)
        let cpu = ProcessorTime.own - own + (await childTime() - child)
        return (tree, Cost(wall: (ContinuousClock.now - start).inSeconds, cpu: cpu))
    }

    private func childTime() async -> Double { (await reader.childProcessID).flatMap(ProcessorTime.of) ?? 0 }
}
