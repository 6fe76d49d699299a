import Foundation
import Model
import Store
import TestSupport
import Testing

/// A commit with a broken manifest: its object stays as it was, everything else goes on.
struct LastGoodTests {
    private func pool(_ fixture: RondoFixture, _ name: String) async throws -> ObjectStatus? {
        try await fixture.objects().first { $0.identity.name == name }?.status
    }

    private func names(_ fixture: RondoFixture) async throws -> [String] {
        try await fixture.objects().map(\.identity.name).sorted()
    }

    @Test func aBrokenManifestKeepsItsObjectWhileOthersAreMadeAndPruned() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
            "old.yaml": ExampleManifests.pool("old", replicas: 1), "suite.yaml": ExampleManifests.suite(),
        ])
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")

        try fixture.commit(
            [
                "pool.yaml": ExampleManifests.pool(replicas: 1).replacing("replicas: 1", with: "replicas: two"),
                "old.yaml": nil, "new.yaml": ExampleManifests.pool("new", replicas: 1),
            ], "Break one")
        #expect(
            try await eventually {
                let isMade = try await pool(fixture, "new")?.isReady == true
                let names = try await names(fixture)
                return isMade && names == ["dev", "new", "pool", "smoke"]
            }, "\(run.output) \(run.errors)")
        let kept = try #require(try await pool(fixture, "pool"))
        #expect(kept.isReady)
        let condition = try #require(kept.condition(.manifestValid))
        #expect(condition.status == .no && condition.message.contains("pool.yaml:4:"), "\(condition.message)")
        #expect(fixture.workers().count == 2)
        let described = try await fixture.rondo("describe", "resource/pool")
        #expect(described.output.contains("ManifestValid"), "\(described.output)")

        try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)], "Mend it")
        #expect(
            try await eventually { try await fixture.instances().filter { $0.tags.object.name == "pool" }.count == 2 },
            "\(run.output) \(run.errors)")
        #expect(try await eventually { try await pool(fixture, "pool")?.condition(.manifestValid) == nil })
        #expect(try await fixture.runs().count == 1)
    }

    @Test func aFileThatIsNotYAMLStopsPruningOfTheWholeSource() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
            "old.yaml": ExampleManifests.pool("old", replicas: 1),
        ])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")

        try fixture.commit(["pool.yaml": "kind: [CloudResource\n", "old.yaml": nil], "Break the file")
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 1, "\(second.output) \(second.errors)")
        #expect(try await names(fixture) == ["dev", "old", "pool"])
        #expect(fixture.workers().count == 2)

        try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 1)], "Mend the file")
        let third = try fixture.startController(["--once"])
        #expect(await third.exitCode() == 0, "\(third.output) \(third.errors)")
        #expect(try await names(fixture) == ["dev", "pool"])
        #expect(fixture.workers().count == 1)
    }

    @Test func aLostStoreBesideABrokenManifestEndsNothing() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
        ])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        let workers = fixture.workers()
        for name in ["control.db", "control.db-wal", "control.db-shm", "history.db"] {
            try? FileManager.default.removeItem(atPath: "\(fixture.state)/\(name)")
        }
        try fixture.commit(["pool.yaml": "kind: [CloudResource\n"], "Break the file")
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 1, "\(second.output) \(second.errors)")
        #expect(fixture.workers() == workers)
    }
}
