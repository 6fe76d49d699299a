import Foundation
import GitSource
import Manifests
import Model
import Planning

/// What a commit of one file costs the controller, beside what it costs git to fetch it and to name the file.
///
/// Reading is fetch, tree and load, which git's part is compared with; the plan looks at every object, as any pass
/// does, and the cycle is both.
struct OneFileCycle: Benchmark {
    static let name = "one_file_cycle"
    static let summary = "a commit that changes one of 10,000 or 50,000 files: fetch, read, load, plan"
    private static let counts = [(10_000, "one_file_cycle"), (50_000, "one_file_of_50000")]
    private static let parts = [
        "tree_cpu", "load_cpu", "read_cpu", "read_wall", "plan_cpu", "git_cpu", "git_wall", "read_over_git",
        "read_over_git_wall", "over_git", "over_git_wall",
    ]
    static let lines = counts.flatMap { _, name in parts.map { "\(name)_\($0)" } }

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        var figures: [Figure] = []
        for (count, name) in Self.counts { figures += try await run(count, name) }
        return figures
    }

    private func run(_ count: Int, _ prefix: String) async throws -> [Figure] {
        guard let rondo = options.rondo else { throw BenchmarkFailure("\(Self.name) needs --rondo PATH") }
        let scratch = try ScratchFolder()
        let origin = try GitRepository(SyntheticRepository(count: count), in: scratch.url)
        let clone = scratch.url.appending(path: "clone").path
        try GitRepository.git(["clone", "-q", "--no-checkout", origin.folder.path, clone]).run()
        let controller = ControllerCycle(
            remote: GitRemote(url: origin.folder.path),
            reader: GitReader(executable: URL(filePath: rondo), mirrors: scratch.url.appending(path: "mirrors")))
        _ = try await controller.cycle()

        var samples: [String: Samples] = [:]
        for _ in 0..<options.runs {
            let path = try origin.change()
            let ours = try await controller.cycle()
            guard ours.plan.actions.count > 1, ours.plan.actions.count < 8, ours.filesRead == 1 else {
                throw BenchmarkFailure(
                    "one change made a plan of \(ours.plan.actions.count) actions and \(ours.filesRead) files were parsed"
                )
            }
            let git = try gitCycle(clone, changed: path)
            let values = [
                "tree_cpu": ours.tree.cpu * 1_000, "load_cpu": ours.load.cpu * 1_000,
                "read_cpu": ours.reading.cpu * 1_000,
                "read_wall": ours.reading.wall * 1_000, "plan_cpu": ours.planning.cpu * 1_000,
                "git_cpu": git.cpu * 1_000,
                "git_wall": git.wall * 1_000, "read_over_git": ours.reading.cpu / git.cpu,
                "read_over_git_wall": ours.reading.wall / git.wall, "over_git": ours.cycle.cpu / git.cpu,
                "over_git_wall": ours.cycle.wall / git.wall,
            ]
            for (name, value) in values { samples[name, default: Samples()].add(value) }
        }
        await controller.reader.stop()
        return Self.parts.compactMap { part in
            samples[part].map { Figure("\(prefix)_\(part)", $0.median, part.contains("over") ? "ratio" : "ms") }
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
        /// How many files were parsed.
        let filesRead: Int

        var reading: Cost { tree + load }
        var cycle: Cost { reading + planning }
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
        return Measured(tree: reading, load: loading, planning: planning, plan: plan, filesRead: loaded.filesRead)
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
