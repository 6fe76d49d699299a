import Foundation
import Manifests
import Model
import Planning

/// What it takes to read a whole repository for the first time, beside libyaml's bare scan of the same bytes.
struct ColdLoad: Benchmark {
    static let name = "cold_load"
    static let summary = "10,000 manifests: parse, validate, resolve, plan against an empty world"
    static let lines = [
        "cold_load_cpu_per_manifest", "cold_load_wall_per_manifest", "cold_parse_cpu_per_manifest",
        "cold_plan_cpu_per_manifest", "cold_load_rss", "yaml_scan_cpu_per_manifest", "cold_load_over_yaml_scan",
        "pyyaml_cpu_per_manifest", "cold_load_over_pyyaml",
    ]

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        let repository = SyntheticRepository()
        let tree = repository.tree
        let count = Double(tree.files.count)
        var (load, wall, parse, plan) = (Samples(), Samples(), Samples(), Samples())
        var (scan, overScan, pyyaml, overPyYAML) = (Samples(), Samples(), Samples(), Samples())
        var peak: Double?
        for run in 0..<options.runs {
            if run == 0 { ResidentMemory.startAnew() }
            let (parsing, planning) = try measure(tree)
            if run == 0 { peak = ResidentMemory.peak }
            let scanning = try Cost.of { try YAMLScan.scan(tree.files) }.cost
            let total = parsing + planning
            load.add(total.cpu)
            wall.add(total.wall)
            parse.add(parsing.cpu)
            plan.add(planning.cpu)
            scan.add(scanning.cpu)
            overScan.add(total.cpu / scanning.cpu)
            if options.withPeers {
                let seconds = try PyYAML.secondsToLoad(tree.files)
                pyyaml.add(seconds)
                overPyYAML.add(total.cpu / seconds)
            }
        }
        func perManifest(_ name: String, _ samples: Samples) -> Figure {
            Figure(name, samples.median / count * 1_000, "ms")
        }
        var figures = [
            perManifest("cold_load_cpu_per_manifest", load), perManifest("cold_load_wall_per_manifest", wall),
            perManifest("cold_parse_cpu_per_manifest", parse), perManifest("cold_plan_cpu_per_manifest", plan),
            perManifest("yaml_scan_cpu_per_manifest", scan),
            Figure("cold_load_over_yaml_scan", overScan.median, "ratio"),
        ]
        if let peak { figures.append(Figure("cold_load_rss", peak, "MiB")) }
        if options.withPeers {
            figures.append(perManifest("pyyaml_cpu_per_manifest", pyyaml))
            figures.append(Figure("cold_load_over_pyyaml", overPyYAML.median, "ratio"))
        }
        return figures
    }

    private func measure(_ tree: SourceTree) throws -> (parsing: Cost, planning: Cost) {
        let (loaded, parsing) = Cost.of { ManifestLoader().load(tree, source: "bench") }
        guard !loaded.set.hasErrors, loaded.set.objects.count == tree.files.count else {
            throw BenchmarkFailure("the manifests are not good: \(loaded.set.diagnostics.prefix(3))")
        }
        let (plan, planning) = Cost.of {
            Planner.plan(desired: .known(loaded.set), observed: ObservedState(time: Date()))
        }
        guard plan.actions.count + plan.waiting.count >= tree.files.count else {
            throw BenchmarkFailure("the plan has only \(plan.actions.count) actions")
        }
        return (parsing, planning)
    }
}

extension SyntheticRepository {
    /// The files as `GitReader` would hand them out.
    var tree: SourceTree {
        let sorted = files.enumerated().sorted { $0.element.path < $1.element.path }
        return SourceTree(
            revision: Revision(ref: "main", commit: GitObjectID(rawValue: String(repeating: "0", count: 40))),
            files: sorted.map { index, file in
                let digits = String(index, radix: 16)
                let blob = String(repeating: "0", count: 40 - digits.count) + digits
                return SourceFile(
                    path: file.path, blob: GitObjectID(rawValue: blob), contents: Data(file.text.utf8))
            })
    }
}
