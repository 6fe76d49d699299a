import Foundation
import Model
import Store
import TestSupport
import Testing

/// What a commit takes away, with the real executable: held, approved, retained.
struct PrunePolicyTests {
    private static func pools(_ numbers: Range<Int>, text: (String) -> String?) -> [String: String?] {
        Dictionary(uniqueKeysWithValues: numbers.map { ("gone\($0).yaml", text("gone\($0)")) })
    }

    private static let shop: [String: String?] = [
        "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
    ].merging(pools(0..<7) { ExampleManifests.pool($0, replicas: 0) }) { $1 }

    private func converge(_ fixture: RondoFixture, exit: Int32) async throws -> String {
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == exit, "\(run.output) \(run.errors)")
        return run.output + run.errors
    }

    private func names(_ fixture: RondoFixture) async throws -> Set<String> {
        Set(try await fixture.objects().map(\.identity.name))
    }

    private func approvalHash(_ fixture: RondoFixture) async throws -> String {
        let plan = try await fixture.rondo("plan", "-o", "json")
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(plan.output.utf8))
        return try #require(document["approvalHash"]?.string, "\(plan)")
    }

    /// Breaks when `PruneBudget.excesses` returns nothing.
    @Test("A commit that ignores six of eight pools is held, says what to type, and goes on once that was typed")
    func massDeletion() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Self.shop)
        _ = try await converge(fixture, exit: 0)
        try fixture.commit(
            [".rondoignore": "gone[0-5].yaml\n", "new.yaml": ExampleManifests.pool("new", replicas: 1)], "Ignore six")
        let output = try await converge(fixture, exit: 1)
        #expect(try await names(fixture).count == 10, "only the deletions are held")
        #expect(fixture.workers().count == 2)
        let hash = try await approvalHash(fixture)
        let command = "rondo approve \(hash.prefix(12))"
        #expect(
            output.contains("6 would go in Environment/dev within 1h, which began with 0: more than 5"), "\(output)")
        #expect(output.contains(command), "\(output)")
        let plan = try await fixture.rondo("plan")
        #expect(
            plan.exit == 1 && plan.output.contains("6 deletions are held; to let them happen: \(command)"), "\(plan)")
        let folder = try await fixture.rondo("plan", fixture.repository.path)
        #expect(!folder.output.contains("rondo approve"), "\(folder.output)")
        let told = try await fixture.rondo("get", "resources")
        #expect(told.output.contains("deletion held (\(command)): 6 would go"), "\(told.output)")

        let offline = try await fixture.rondo("approve", hash)
        #expect(offline.exit == 2 && offline.errors.contains("no controller runs on"), "\(offline)")
        let run = try fixture.startController()
        #expect(
            try await eventually {
                let wrong = try await fixture.rondo("approve", "0123456789ab")
                return wrong.exit == 2 && wrong.errors.contains("nothing that is held now")
            }, "\(run.output) \(run.errors)")
        #expect(try await eventually { try await fixture.rondo("plan", "-o", "json").output.contains(hash) })
        #expect(try await fixture.rondo("approve", "xyz").exit == 64)
        let approved = try await fixture.rondo("approve", String(hash.prefix(12)), "--by", "ana")
        #expect(approved.exit == 0, "\(approved)")
        #expect(approved.output.contains("CloudResource/gone3") && approved.output.contains("as ana"), "\(approved)")
        #expect(
            try await eventually { try await names(fixture) == ["dev", "gone6", "new", "pool"] },
            "\(run.output) \(run.errors)")
        #expect(
            try await eventually {
                let events = try await fixture.events()
                return events.contains { $0.reason == .pruneHeld && $0.message.contains(command) }
                    && events.contains { $0.reason == .pruneApproved && $0.message.hasPrefix("ana approved") }
            })
        await fixture.stop(run)
        _ = try await converge(fixture, exit: 0)
    }

    /// Breaks when `limits` of `PruneBudget` reads `repository` instead of `convergedRepository`.
    @Test("A commit that raises its own limit is held to the limit before it")
    func raisedLimit() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Self.shop)
        _ = try await converge(fixture, exit: 0)
        try fixture.commit(
            Self.pools(0..<7) { _ in nil }.merging(["rondo.yaml": "prune: { maxObjects: 100 }\n"]) { $1 },
            "Raise the limit and delete")
        _ = try await converge(fixture, exit: 1)
        #expect(try await names(fixture).count == 9)

        // In a commit of its own it counts for those after it.
        try fixture.commit(Self.shop, "Bring them back, with the limit")
        _ = try await converge(fixture, exit: 0)
        try fixture.commit(Self.pools(0..<7) { _ in nil }, "Delete")
        _ = try await converge(fixture, exit: 0)
        #expect(try await names(fixture) == ["dev", "pool"])
    }

    /// Breaks when `PlanOperation.ending` gives `deleteInstance` for Retain.
    @Test("Retain leaves the instance running, and nobody asks anything of it any more, down included")
    func retain() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let kept = ExampleManifests.pool("kept", replicas: 1).replacing(
            "replicas: 1", with: "replicas: 1, deletionPolicy: Retain")
        try fixture.commit(["env.yaml": ExampleManifests.environment, "kept.yaml": kept])
        let run = try fixture.startController()
        #expect(try await eventually { try await fixture.objects().filter(\.status.isReady).count == 2 })
        let workers = fixture.workers()
        #expect(workers.count == 1)
        try fixture.commit(["kept.yaml": nil], "Forget it")
        #expect(try await eventually { try await names(fixture) == ["dev"] }, "\(run.output) \(run.errors)")
        #expect(try await fixture.told(.instanceReleased))
        #expect(try await eventually { try await fixture.store()?.workers().isEmpty == true })
        #expect(fixture.workers() == workers)

        // The same name again is another instance.
        try fixture.commit(["kept.yaml": kept], "Bring it back")
        #expect(await eventually { fixture.workers().count == 2 }, "\(run.output) \(run.errors)")
        #expect(try await eventually { try await fixture.objects().filter(\.status.isReady).count == 2 })
        await fixture.stop(run)
        let down = try await fixture.rondo("down", "--yes")
        #expect(down.exit == 0 && down.output.contains("released: CloudResource/kept"), "\(down)")
        #expect(fixture.workers().count == 2)
        #expect(try await fixture.objects().isEmpty)
    }
}
