import Foundation
import Model
import TestSupport
import Testing

/// Manifests that are valid and ask for what this version can't do.
struct DeclaredOnlyTests {
    private static let cloud = """
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata: { name: vms }
        spec:
          environment: dev
          provider: gcp
          type: gce
          configuration: { instanceType: e2-small, region: europe-west1 }
          ttl: 8h

        """

    @Test func aProviderWithoutImplementationStallsItsObjectAlone() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
            "vms.yaml": Self.cloud,
        ])
        let valid = try await validate(fixture)
        #expect(valid.exit == 0, "\(valid)")
        #expect(valid.output.contains("vms.yaml:6:13: warning: provider `gcp` is checked"), "\(valid.output)")
        #expect(!valid.output.contains("`ttl` is checked"), "\(valid.output)")
        let plan = try await fixture.rondo("plan", fixture.repository.path)
        #expect(plan.exit == 1 && plan.output.contains("not possible: provider `gcp`"), "\(plan)")

        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 2, "\(once.output) \(once.errors)")
        let objects = try await fixture.objects()
        let statuses = Dictionary(objects.map { ($0.identity.name, $0.status) }) { first, _ in first }
        #expect(statuses["pool"]?.isReady == true)
        let stalled = try #require(statuses["vms"]?.condition(.stalled))
        #expect(stalled.status == .yes && stalled.reason == .notImplemented, "\(stalled)")

        // It goes as any other.
        try fixture.commit(["vms.yaml": nil], "Without the cloud")
        let again = try fixture.startController(["--once"])
        #expect(await again.exitCode() == 0, "\(again.output) \(again.errors)")
        #expect(try await fixture.objects().map(\.identity.name).sorted() == ["dev", "pool"])
    }

    @Test func aCommitThatIgnoresEverythingPrunesNothing() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
        ])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        try fixture.commit([".rondoignore": "*.yaml\n"], "Ignore all")
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 2, "\(second.output) \(second.errors)")
        #expect(
            (second.output + second.errors).contains("is ignored, for example env.yaml by .rondoignore:1"),
            "\(second.output)")
        #expect(try await fixture.objects().count == 2)
        #expect(fixture.workers().count == 1)
        let valid = try await validate(fixture)
        #expect(valid.exit == 1 && valid.output.contains("ignored pool.yaml: .rondoignore:1 `*.yaml`"), "\(valid)")
    }

    private func validate(
        _ fixture: RondoFixture
    ) async throws -> (exit: Int32?, output: String, errors: String) {
        let process = try RondoProcess(["validate", fixture.repository.path], outputIn: fixture.directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }
}
