import Access
import Foundation
import Model
import Store
import TestSupport
import Testing

/// Several repositories in one controller, as people and forges meet it.
struct SeveralSourcesTests {
    private static func environment(_ name: String) -> String {
        ExampleManifests.environment.replacing("name: dev", with: "name: \(name)")
    }

    private static func pool(_ name: String, in environment: String) -> String {
        ExampleManifests.pool(name, replicas: 1).replacing("environment: dev", with: "environment: \(environment)")
    }

    /// The fixture's repository is `shop`; a second one, `lab`, stands beside it.
    private static func fixture() throws -> (fixture: RondoFixture, lab: GitFixture) {
        let fixture = try RondoFixture()
        try fixture.commit(["env.yaml": environment("shop"), "pool.yaml": pool("pool-shop", in: "shop")])
        let lab = try GitFixture(at: fixture.directory.url.appending(path: "lab"))
        try lab.write(environment("lab"), to: "env.yaml")
        try lab.write(pool("pool-lab", in: "lab"), to: "pool.yaml")
        try lab.commit("Start the lab")
        return (fixture, lab)
    }

    @Test func twoRepositoriesAreReconciledShownPlannedAndTakenDownEachForItself() async throws {
        let (fixture, lab) = try Self.fixture()
        defer { fixture.end() }
        let shop = "shop=\(fixture.repository.path)"
        let first = try fixture.startController(source: shop, ["--source", "lab=\(lab.path)", "--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        #expect(first.output.contains("2 sources") && first.output.contains("lab: main@"), "\(first.output)")
        #expect(fixture.workers().count == 2)
        let listed = try await fixture.rondo("get", "sources")
        #expect(listed.output.contains("shop") && listed.output.contains("lab"), "\(listed.output)")

        // A stale source exits 2 and holds its own; the other one prunes and creates.
        try fixture.commit(["pool.yaml": nil, "new.yaml": Self.pool("new", in: "shop")], "Swap the pool")
        let away = fixture.directory.path("away")
        try FileManager.default.moveItem(atPath: lab.path, toPath: away)
        let second = try fixture.startController(source: shop, ["--source", "lab=\(lab.path)", "--once"])
        #expect(await second.exitCode() == 2, "\(second.output) \(second.errors)")
        #expect(try await fixture.objects().map(\.identity.name).sorted() == ["lab", "new", "pool-lab", "shop"])
        let plan = try await fixture.rondo("plan")
        #expect(plan.exit == 2 && plan.output.contains("Source lab\n"), "\(plan.output) \(plan.errors)")
        try FileManager.default.moveItem(atPath: away, toPath: lab.path)

        // Without `lab` its objects are kept, shown, and taken down only by name.
        let third = try fixture.startController(source: shop, ["--once"])
        #expect(await third.exitCode() == 1, "\(third.output) \(third.errors)")
        #expect(fixture.workers().count == 2)
        let orphans = try await fixture.rondo("get")
        #expect(orphans.output.contains("orphaned source"), "\(orphans.output)")
        let refused = try await fixture.rondo("down", "--source", "shop", "--yes")
        #expect(refused.exit == 2 && refused.errors.contains("still configured"), "\(refused.errors)")
        let unknown = try await fixture.rondo("down", "--source", "nobody", "--yes")
        #expect(unknown.exit == 2 && unknown.errors.contains("no source nobody"), "\(unknown.errors)")
        let down = try await fixture.rondo("down", "--source", "lab", "--yes")
        #expect(down.exit == 0 && down.output.contains("1 instance deleted, 2 objects forgotten"), "\(down.output)")
        #expect(fixture.workers().count == 1)
        let fourth = try fixture.startController(source: shop, ["--once"])
        #expect(await fourth.exitCode() == 0, "\(fourth.output) \(fourth.errors)")
    }

    @Test func namesAreNeededAndMustDiffer() async throws {
        let (fixture, lab) = try Self.fixture()
        defer { fixture.end() }
        try fixture.directory.write("sources: [{ name: shop, url: \(lab.path) }]\n", to: "config.yaml")
        let usages: [[String]] = [
            ["--source", "a", "--source", "b"], ["--source", "x=a", "--source", "x=b"],
            ["--source", "x=a", "--source", "y=b", "--branch", "main"], [],
            ["--source", "shop=\(fixture.repository.path)", "--config", fixture.directory.path("config.yaml")],
        ]
        for usage in usages {
            let run = try RondoProcess(
                ["run", "--state", fixture.state] + usage, outputIn: fixture.directory.url)
            #expect(await run.exitCode() == 64, "\(usage): \(run.output) \(run.errors)")
        }
    }

    @Test func aSignedHookMakesASourceOfTheConfigurationBeReadAtOnce() async throws {
        let (fixture, lab) = try Self.fixture()
        defer { fixture.end() }
        try fixture.directory.write("open sesame\n", to: "hook-secret")
        try fixture.directory.write(
            """
            sources:
              - name: shop
                url: \(fixture.repository.path)
                ref: { branch: main }
                interval: 1h
                webhook: { type: github, secret: "file:hook-secret" }
              - name: lab
                url: \(lab.path)
                interval: 1h

            """, to: "config.yaml")
        let run = try RondoProcess(
            [
                "run", "--config", fixture.directory.path("config.yaml"), "--state", fixture.state, "--listen",
                "127.0.0.1:0", "--observe-interval", "200ms", "--self-end", "10m",
            ], outputIn: fixture.directory.url)
        #expect(
            try await eventually { try await fixture.objects().filter(\.status.isReady).count == 4 },
            "\(run.output) \(run.errors)")
        try fixture.commit(["more.yaml": Self.pool("more", in: "shop")], "Add a pool")

        let endpoint = try #require(
            try? JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(filePath: "\(fixture.state)/controller.json"))) as? [String: Any])
        let url = "\(endpoint["url"] as? String ?? "")/hooks/shop"
        let body = Data(#"{"ref":"refs/heads/main","repository":{"full_name":"any/repository"}}"#.utf8)
        let unsigned = try await Self.post(url, body, signature: nil)
        #expect(unsigned == 401)
        let digits = HMACSignature.sha256.hex(of: body, secret: Secret("open sesame"))
        let signed = try await Self.post(url, body, signature: "sha256=\(digits)")
        #expect(signed == 202)
        #expect(
            try await eventually {
                try await fixture.objects().contains { $0.identity.name == "more" && $0.status.isReady }
            }, "\(run.output) \(run.errors)")
        await fixture.stop(run)
    }

    private static func post(_ url: String, _ body: Data, signature: String?) async throws -> Int {
        let told = try await SpawnedProcess.runAside(
            "/usr/bin/curl",
            [
                "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Content-Type: application/json", "-H",
                "X-GitHub-Event: push", "--data-binary", String(decoding: body, as: UTF8.self), url,
            ] + (signature.map { ["-H", "X-Hub-Signature-256: \($0)"] } ?? []))
        return Int(told.output) ?? 0
    }
}
