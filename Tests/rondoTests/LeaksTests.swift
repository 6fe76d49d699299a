import Foundation
import Model
import TestSupport
import Testing

/// Instances that belong to no object: listed, deleted by name, or imported and adopted.
struct LeaksTests {
    /// Both databases are lost, and the pool has left git meanwhile.
    private func leak(_ fixture: RondoFixture) async throws -> RondoProcess {
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 2)])
        let first = try fixture.startController()
        #expect(
            try await eventually {
                try await fixture.objects().first { $0.identity.name == "pool" }?.status
                    .condition(.workersJoined)?.status == .yes
            }, "\(first.output) \(first.errors)")
        await fixture.stop(first)
        for name in ["control.db", "history.db"] {
            for suffix in ["", "-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: "\(fixture.state)/\(name)\(suffix)")
            }
        }
        try fixture.commit(["pool.yaml": nil])
        return try fixture.startController()
    }

    /// What does not change from look to look.
    private func facts(of text: String) throws -> [[JSONValue?]] {
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        guard list["kind"] == .string("LeakList"), case .array(let items)? = list["items"] else { return [] }
        #expect(items.allSatisfy { $0["definition"]?["environment"] == .string("dev") })
        return items.map { [$0["instance"], $0["definition"], $0["record"]?["finding"]] }
    }

    @Test("Without anybody's command they stay; one is deleted, the other becomes an object's again")
    func deletedAndAdopted() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let run = try await leak(fixture)
        let workers = fixture.workers()
        #expect(workers.count == 2)
        #expect(try await eventually { try await fixture.rondo("leaks", "-o", "name").exit == 1 }, "\(run.errors)")
        let listed = try await fixture.rondo("leaks")
        #expect(
            listed.output.contains("CloudResource/pool") && listed.output.contains("2 unmanaged instances."),
            "\(listed)")
        let ids = try await fixture.rondo("leaks", "-o", "name").output.split(separator: "\n").map(String.init)
        #expect(ids.count == 2)
        #expect(try await fixture.rondo("drift").output.contains("unmanaged"))

        let live = try await fixture.rondo("leaks", "-o", "json")
        #expect(try await fixture.rondo("leaks", "delete", "local-1-2-3").exit == 2)
        let deleted = try await fixture.rondo("leaks", "delete", ids[1])
        #expect(deleted.exit == 0 && deleted.output == "deleted \(ids[1])\n", "\(deleted)")
        #expect(fixture.workers().count == 1)
        #expect(live.output.contains(#""provider" : "local""#), "\(live)")

        // The rest is imported: observed only at first.
        let imported = try await fixture.rondo("import", "--to", fixture.repository.path)
        #expect(imported.exit == 0 && imported.output.contains("wrote imported/pool.yaml"), "\(imported)")
        #expect(try await fixture.rondo("import", "--to", fixture.repository.path).exit == 2)
        let manifest = try String(
            contentsOf: URL(filePath: fixture.repository.path).appending(path: "imported/pool.yaml"), encoding: .utf8)
        #expect(manifest.contains("suspend: true") && manifest.contains(ids[0]) && !manifest.contains(ids[1]))
        try fixture.commit(["imported/pool.yaml": manifest])
        #expect(try await eventually { try await fixture.rondo("leaks").exit == 0 }, "\(run.errors)")
        #expect(fixture.workers() == workers.filter(fixture.workers().contains) && fixture.workers().count == 1)

        // Managed: the instance that exists is the object's, and no other is made in its place.
        let managed = manifest.split(separator: "\n").filter { $0 != "  suspend: true" }.joined(separator: "\n") + "\n"
        let kept = fixture.workers()
        try fixture.commit(["imported/pool.yaml": managed])
        #expect(
            try await eventually {
                try await fixture.objects().first { $0.identity.name == "pool" }?.status.isReady == true
            }, "\(run.output) \(run.errors)")
        #expect(fixture.workers() == kept, "\(run.output)")
        #expect(try await fixture.rondo("drift").exit == 0)
        await fixture.stop(run)
    }

    @Test("The folder answers as the controller does when none runs, and deletes under its lock")
    func withoutAController() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let run = try await leak(fixture)
        #expect(try await eventually { try await fixture.rondo("leaks", "-o", "name").exit == 1 }, "\(run.errors)")
        let id = try #require(
            try await fixture.rondo("leaks", "-o", "name").output.split(separator: "\n").first.map(String.init))
        let live = try facts(of: try await fixture.rondo("leaks", "-o", "json").output)
        await fixture.stop(run)
        #expect(try facts(of: try await fixture.rondo("leaks", "-o", "json").output) == live)
        let stored = try await fixture.rondo("leaks", "-o", "name")
        #expect(stored.exit == 1 && stored.output.split(separator: "\n").count == 2, "\(stored)")
        let deleted = try await fixture.rondo("leaks", "delete", id)
        #expect(deleted.exit == 0, "\(deleted)")
        #expect(fixture.workers().count == 1)
        #expect(try await fixture.rondo("leaks", "-o", "name").output.split(separator: "\n").count == 1)
        #expect(try await fixture.rondo("drift").output.contains("gone"))
        let printed = try await fixture.rondo("import")
        #expect(printed.exit == 0 && printed.output.contains("kind: CloudResource"), "\(printed)")
    }
}
