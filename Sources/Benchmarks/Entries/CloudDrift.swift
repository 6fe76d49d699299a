import Foundation
import TestSupport

/// What 1,000 instances cost at moto: to make them, and to look whether they are as declared, beside `terraform plan` on
/// the same instances.
///
/// Calls are counted in front of moto. Terraform's state names the instances that Rondo made, copied from one that it
/// imported, so that nothing is made a second time for it.
struct CloudDrift: Benchmark {
    static let name = "cloud_drift"
    static let summary = "1,000 instances at moto: calls to make and to look at them, beside terraform"
    static let lines = [
        "create_calls_per_instance", "drift_calls", "drift_cpu", "drift_rss", "drift_cpu_terraform_over_rondo",
        "drift_rss_terraform_over_rondo",
    ]

    private static let count = 1_000

    let options: BenchmarkOptions

    func run() async throws -> [Figure] {
        guard let rondo = options.rondo else { throw BenchmarkFailure("cloud_drift needs --rondo") }
        guard let server = try AWSServer.start(fixtures: URL(filePath: "Tests/Fixtures")) else { return [] }
        let folder = try ScratchFolder()
        let source = folder.url.appending(path: "source")
        try Self.commit(Self.manifests(Self.count), in: source)
        let state = folder.url.appending(path: "state").path(percentEncoded: false)
        let once = [
            rondo, "run", "--once", "--source", source.path(percentEncoded: false), "--state", state, "--listen",
            "127.0.0.1:0",
        ]
        _ = try WholeProcess(once, environment: server.environment)
        let made = try await server.calls()
        guard made["RunInstances"] == Self.count else {
            throw BenchmarkFailure("\(made["RunInstances"] ?? 0) instances were made")
        }
        var (cpu, memory, calls) = (Samples(), Samples(), Samples())
        for _ in 0..<options.runs {
            let look = try WholeProcess(once, environment: server.environment)
            cpu.add(look.cpu)
            memory.add(look.memory)
            calls.add(Double(try await server.calls().values.reduce(0, +)))
        }
        var figures = [
            Figure("create_calls_per_instance", Double(made.values.reduce(0, +)) / Double(Self.count), "calls"),
            Figure("drift_calls", calls.median, "calls"), Figure("drift_cpu", cpu.median, "s"),
            Figure("drift_rss", memory.median, "MiB"),
        ]
        let instances = try await server.instances().map(\.id)
        if options.withPeers, let terraform = try TerraformPlan(of: instances, at: server.url, in: folder.url) {
            let plan = try terraform.measure()
            figures += [
                Figure("drift_cpu_terraform_over_rondo", plan.cpu / cpu.median, "ratio"),
                Figure("drift_rss_terraform_over_rondo", plan.memory / memory.median, "ratio"),
            ]
        }
        return figures
    }

    private static func commit(_ files: [String: String], in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        let path = folder.path(percentEncoded: false)
        let author = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
        for arguments in [["init", "-q", "-b", "main"], ["add", "-A"], author + ["commit", "-q", "-m", "Start"]] {
            try GitRepository.git(["-C", path] + arguments).run()
        }
    }

    private static func manifests(_ count: Int) -> [String: String] {
        [
            "env.yaml": """
            apiVersion: rondo.dev/v1
            kind: Environment
            metadata: { name: bench }
            spec: { type: dev }

            """,
            "vms.yaml": """
            apiVersion: rondo.dev/v1
            kind: CloudResource
            metadata: { name: vms }
            spec:
              environment: bench
              provider: aws
              type: ec2
              replicas: \(count)
              configuration: { instanceType: t3.micro, region: us-east-1, image: ami-12c6146b, tags: { team: shop } }

            """,
        ]
    }
}
