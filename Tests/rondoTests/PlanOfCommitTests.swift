import Foundation
import Model
import TestSupport
import Testing

/// Plans of commits that are not the newest, looks that are asked for, and what is told of the past.
struct PlanOfCommitTests {
    @Test("A plan is made of any commit, and sees what was looked at just now")
    func plans() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let first = try fixture.commit(
            ["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)], "Start")
        let second = try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)], "Grow")
        // Looks are rare, so that only one that is asked for sees what happens.
        let run = try fixture.startController(["--observe-interval", "1h"])
        #expect(
            try await eventually {
                try await fixture.objects().first { $0.identity.name == "pool" }?.status.readyReplicas == 2
            }, "\(run.output) \(run.errors)")
        let tree = fixture.repository.path
        let older = try await fixture.rondo("plan", "--ref", "HEAD~1", tree)
        #expect(older.exit == 1 && older.output.contains("~ replicas") && older.output.contains("2 → 1"), "\(older)")
        #expect(older.output.contains(first.prefix(7)) && older.output.contains("seen"), "\(older)")
        #expect(try await fixture.rondo("plan", "--ref", second, tree).exit == 0)
        // Without a folder it is a commit of the source.
        #expect(try await fixture.rondo("plan", "--ref", String(first), "--detailed-exitcode").exit == 2)
        let none = try await fixture.rondo("plan", "--ref", "nope", tree)
        #expect(none.exit == 2 && none.errors.contains("names no commit"), "\(none)")

        #expect(try await fixture.told(.workerJoined, 2))
        #expect(try await !fixture.events().contains { $0.reason == .instanceLost })
        try await end(try #require(fixture.workers().last), of: fixture)
        // The plan may find it healed already; that it is gone is told an hour before a look would see it.
        let refreshed = try await fixture.rondo("plan", "--refresh")
        #expect(refreshed.exit == 0 || refreshed.exit == 1, "\(refreshed)")
        #expect(try await fixture.told(.instanceLost), "\(refreshed)")
        await fixture.stop(run)

        let history = try await fixture.rondo("history")
        #expect(history.exit == 0 && history.output.contains(second.prefix(7)), "\(history)")
        let commit = try await fixture.rondo("history", String(second.prefix(6)))
        #expect(commit.exit == 0 && commit.output.contains("CloudResource/pool"), "\(commit)")
        #expect(try await fixture.rondo("history", "resource/pool").output.contains("InstanceCreated"))
        #expect(try await fixture.rondo("history", "ffffff").exit == 2)
        #expect(try await fixture.rondo("history", "-o", "json").output.contains("CommitHistory"))
        let shown = try await fixture.rondo("tree")
        #expect(shown.exit == 0 && shown.output.contains("└─ CloudResource/pool"), "\(shown)")
        #expect(try await fixture.rondo("tree", "resource/pool").output.hasPrefix("needs Environment/dev"))
        #expect(try await fixture.rondo("tree", "resource/none").exit == 2)
        #expect(try await fixture.rondo("tree", "-o", "json").output.contains("neededBy"))
        // The controller may have healed it before it stopped.
        for worker in fixture.workers() { try await end(worker, of: fixture) }
        let began = ContinuousClock.now
        let offline = try await fixture.rondo("plan", "--refresh")
        let took = began.duration(to: .now)
        #expect(offline.exit == 1 && offline.output.contains("+ instance"), "\(offline)")
        let age = offline.output.firstMatch(of: #/seen (\d+) s ago/#).flatMap { Int64($0.output.1) }
        #expect(try #require(age, "\(offline)") <= took.components.seconds, "\(offline)")
    }

    /// Kills a worker and waits until it is gone.
    private func end(_ worker: pid_t, of fixture: RondoFixture) async throws {
        kill(worker, SIGKILL)
        try #require(await eventually { !fixture.workers().contains(worker) })
    }

    @Test("An object's last change is told with both values and its plan")
    func why() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1)])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.errors)")
        try fixture.commit(["pool.yaml": ExampleManifests.pool(replicas: 2)])
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 0, "\(second.errors)")
        let why = try await fixture.rondo("why", "resource/pool")
        #expect(why.output.contains("replicas 1 → 2 (plan "), "\(why)")
    }
}
