import Foundation
import Model
import Store
import TestSupport
import Testing

/// The real executable, killed at random moments while commits come in: nothing is leaked and nothing is made twice.
///
/// `RONDO_KILLS` says how often (20 without it), `RONDO_KILL_SEED` when.
@Suite(.serialized) struct KillTests {
    private static func number(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) } ?? usual
    }

    /// Mutation: in `CloudResourceReconciler.intent`, make a new intent though one is open, and in `LocalProvider` don't
    /// look for the token: an ordinal gets two workers.
    @Test("Killed again and again while git changes, it leaves exactly what git wants")
    func kills() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        var random = SplitMix64(seed: UInt64(Self.number("RONDO_KILL_SEED", 1)))
        let kills = Self.number("RONDO_KILLS", 20)
        try fixture.commit(["env.yaml": ExampleManifests.environment, "keep.yaml": ExampleManifests.pool("keep")])
        var pools: [String: Int] = ["keep": 2]
        for number in 0..<kills {
            let run = try fixture.startController()
            if random.chance(0.6) { try change(&pools, number, fixture, &random) }
            try await Task.sleep(for: random.pause(0.02...0.9))
            run.signal(SIGKILL)
            _ = await run.exitCode()
        }
        let last = try fixture.startController(["--once"])
        let exit = await last.exitCode()
        #expect(exit == 0, "\(last.output) \(last.errors)")
        let wanted = pools.flatMap { name, replicas in (0..<replicas).map { "\(name)-\($0)" } }.sorted()
        let stored = try await fixture.instances().map { "\($0.tags.object.name)-\($0.tags.ordinal)" }.sorted()
        #expect(stored == wanted, "after \(kills) kills\n\(last.output)")
        #expect(fixture.workers().count == wanted.count, "after \(kills) kills")
        // Those that lost their controller end by themselves.
        #expect(await eventually { !fixture.processes().contains { $0.command.contains("git-child") } })
    }

    /// One pool comes, goes (never more at once than the prune budget lets go) or gets another size.
    private func change(
        _ pools: inout [String: Int], _ number: Int, _ fixture: RondoFixture, _ random: inout SplitMix64
    ) throws {
        let name = "pool-\(number % 3)"
        if pools[name] == nil {
            pools[name] = Int.random(in: 1...2, using: &random)
        } else {
            pools[name] = min(3, (pools[name] ?? 1) + 1)
        }
        try fixture.commit(["\(name).yaml": ExampleManifests.pool(name, replicas: pools[name] ?? 1)])
    }

    /// Mutation: `take` in `Controller+Looking` passes over instances that were not known: the workers are made a second
    /// time; or `adopt` in `InstanceObserver` does nothing: they are not written down.
    @Test("Whatever database is lost, everything is adopted again", arguments: ["history", "control", "both"])
    func lostDatabases(lost: String) async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool()])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        let workers = fixture.workers()
        try lose(lost, of: fixture)
        try fixture.commit(["pool.yaml": ExampleManifests.pool().replacing("replicas", with: "replicaz")])
        let broken = try fixture.startController(["--once"])
        #expect(await broken.exitCode() == 1, "\(broken.output) \(broken.errors)")
        #expect(fixture.workers() == workers, "with a broken manifest nothing is pruned")

        try fixture.commit(["pool.yaml": ExampleManifests.pool()])
        let repaired = try fixture.startController(["--once"])
        #expect(await repaired.exitCode() == 0, "\(repaired.output) \(repaired.errors)")
        #expect(fixture.workers() == workers)
        #expect(try await fixture.instances().count == 2)
    }

    private func lose(_ which: String, of fixture: RondoFixture) throws {
        for name in which == "both" ? ["history", "control"] : [which] {
            for suffix in ["", "-wal", "-shm"] {
                let path = "\(fixture.state)/\(name).db\(suffix)"
                if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            }
        }
    }

    @Test("A damaged control.db is named with what to do, and nothing ends")
    func corrupt() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool()])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        let workers = fixture.workers()
        // Else what is damaged below would be read from the log.
        let log = FileManager.default.contents(atPath: "\(fixture.state)/control.db-wal") ?? Data()
        #expect(log.isEmpty, "a controller that ends by itself leaves nothing in its log")
        let file = URL(filePath: "\(fixture.state)/control.db")
        var bytes = try Data(contentsOf: file)
        for index in stride(from: 100, to: bytes.count, by: 3) { bytes[index] = 0x55 }
        try bytes.write(to: file)
        try fixture.commit(["pool.yaml": nil])
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 2, "\(second.output) \(second.errors)")
        #expect(second.errors.contains("control.db is damaged"), "\(second.errors)")
        #expect(second.errors.contains("found again by their tags"), "\(second.errors)")
        #expect(fixture.workers() == workers)
    }

    @Test("On a full disk nothing ends, it says what is full, and it goes on once there is space")
    func fullDisk() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let disk = try SmallDisk(at: fixture.state, megabytes: 24)
        defer { disk.remove() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool()])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        let workers = fixture.workers()

        try disk.fill()
        try fixture.commit(["pool.yaml": nil, "other.yaml": ExampleManifests.pool("other", replicas: 1)])
        let full = try fixture.startController(["--once"])
        #expect(await full.exitCode() == 2, "\(full.output) \(full.errors)")
        let said = full.output + full.errors
        #expect(said.localizedCaseInsensitiveContains("space"), "\(said)")
        #expect(fixture.workers() == workers)

        try disk.free()
        let last = try fixture.startController(["--once"])
        #expect(await last.exitCode() == 0, "\(last.output) \(last.errors)")
        #expect(try await fixture.instances().map(\.tags.object.name) == ["other"])
    }

    /// Mutation: `isCurrent` in `Controller` says true, and `PollSchedule.shortest` is an hour: the last commit is not
    /// what stands.
    @Test("Of a hundred commits in a row the newest is what stands")
    func hundredPushes() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool()])
        let run = try fixture.startController()
        #expect(await eventually { fixture.workers().count == 2 }, "\(run.output) \(run.errors)")
        var newest = ""
        for number in 1...100 {
            let marked = ExampleManifests.environment.replacing(
                "type: dev", with: "type: dev\n  maxConcurrentTasks: \(number)")
            newest = try fixture.commit(
                ["env.yaml": marked, "pool.yaml": ExampleManifests.pool(replicas: number == 100 ? 3 : 2)])
        }
        #expect(
            try await eventually {
                try await fixture.store()?.source(named: "default")?.convergedRevision?.commit.rawValue == newest
            }, "\(run.output) \(run.errors)")
        #expect(await eventually { fixture.workers().count == 3 })
        let objects = try await fixture.objects()
        #expect(objects.count == 2 && objects.allSatisfy { $0.revision.commit.rawValue == newest })
        await fixture.stop(run)
    }
}
