import Foundation
import Model
import TestSupport
import Testing

/// The main job with real processes: each behaviour that a user counts on, seen from outside.
struct ReconcilingTests {
    @Test func onceConvergesExitsZeroAndDownLeavesNothing() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        #expect(run.output.contains("passed 2"))
        #expect(run.output.contains("rondo down --state"))
        #expect(fixture.workers().count == 2)
        #expect(!fixture.processes().contains { $0.command.contains("git-child") })

        let down = try await fixture.rondo("down", "--yes")
        #expect(down.exit == 0, "\(down.output) \(down.errors)")
        #expect(await eventually { fixture.processes().isEmpty })
    }

    @Test func anEditedTestRunsItsSuiteAgainAndTouchesNothingElse() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files.merging(["other.yaml": ExampleManifests.suite("other")]) { $1 })
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1, "other": 1]), "\(run.output) \(run.errors)")
        // Nothing that belongs to the first commit may be told later.
        for reason in [ConditionReason.workerJoined, .runFinished] { #expect(try await fixture.told(reason, 2)) }
        #expect(try await fixture.hasSettled(), "\(run.output)")
        let before = try await fixture.events()
        let workers = fixture.workers()

        let commit = try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "test 2 -gt 1")])
        #expect(await fixture.settles(runs: ["smoke": 2, "other": 1]), "\(run.output) \(run.errors)")
        #expect(
            try await eventually {
                try await fixture.events().contains {
                    $0.reason == .runFinished && $0.revision?.contains(commit) == true
                }
            })
        let after = try await fixture.events().filter { event in !before.contains(event) }
        #expect(Set(after.compactMap { $0.object?.description }) == ["TestSuite/smoke"], "\(after)")
        #expect(after.contains { $0.reason == .runFinished && $0.revision?.contains(commit) == true })
        #expect(fixture.workers() == workers)
        await fixture.stop(run)
    }

    @Test func aDeletedPoolEndsItsWorkers() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(fixture.workers().count == 2)
        try fixture.commit(["pool.yaml": nil])
        #expect(await eventually { fixture.workers().isEmpty }, "\(run.output)")
        #expect(try await eventually { try await fixture.events().contains { $0.reason == .pruned } })
        await fixture.stop(run)
    }

    @Test func aKilledWorkerIsSeenAndReplaced() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let before = fixture.workers()
        let victim = try #require(before.first)
        kill(victim, SIGKILL)
        #expect(await eventually { fixture.workers().count == 2 && !fixture.workers().contains(victim) })
        #expect(try await eventually { try await fixture.events().contains { $0.reason == .instanceLost } })
        await fixture.stop(run)
    }

    @Test func anUnreadableRemoteDeletesNothingAndHealingGoesOn() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let away = fixture.directory.url.appending(path: "away")
        try FileManager.default.moveItem(at: fixture.repository.directory, to: away)
        #expect(try await eventually { try await fixture.source()?.isFetched == false })
        let source = try await fixture.source()
        #expect(source?.conditions.contains { $0.type == .ready && $0.status == .no && !$0.message.isEmpty } == true)

        let victim = try #require(fixture.workers().first)
        kill(victim, SIGKILL)
        #expect(await eventually { fixture.workers().count == 2 && !fixture.workers().contains(victim) })
        await fixture.stop(run)

        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 2, "\(once.output) \(once.errors)")
        #expect(fixture.workers().count == 2)
    }

    @Test func aTreeWithoutManifestsDeletesNothing() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        try fixture.commit(["env.yaml": nil, "pool.yaml": nil, "suite.yaml": nil, "README.md": "empty"])
        #expect(try await eventually { try await fixture.source()?.isFetched == false })
        #expect(fixture.workers().count == 2)
        #expect(try await fixture.objects().count == 3)
        await fixture.stop(run)
    }

    @Test func everythingOfASourceIsNeverPruned() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0)
        let rule = """
            apiVersion: rondo.dev/v1
            kind: CachePolicy
            metadata: { name: unrelated }
            spec: { type: memory, ttl: 1h, maxSize: 1Mi, evictionPolicy: lru, scope: results }
            """
        try fixture.commit(["env.yaml": nil, "pool.yaml": nil, "suite.yaml": nil, "cache.yaml": rule])
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 1, "\(second.output) \(second.errors)")
        #expect(fixture.workers().count == 2)
        #expect(second.output.contains("held"), "\(second.output)")
    }

    @Test func aBrokenManifestIsReportedAndTheRestIsCarriedOutPruningIncluded() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let broken = ExampleManifests.suite().replacing("expect:", with: "expct:")
        try fixture.commit([
            "suite.yaml": broken, "pool.yaml": nil, "more.yaml": ExampleManifests.pool("more", replicas: 1),
        ])
        #expect(await eventually { fixture.workers().count == 1 }, "\(run.output) \(run.errors)")
        let source = try await fixture.source()
        #expect(
            source?.diagnostics.contains { $0.description.hasPrefix("suite.yaml:9:7: unknown field `expct`") } == true,
            "\(String(describing: source?.diagnostics))")
        try fixture.commit(["suite.yaml": ExampleManifests.suite()])
        #expect(try await eventually { try await fixture.source()?.diagnostics.isEmpty == true })
        #expect(try await fixture.objects().contains { $0.identity.name == "smoke" })
        await fixture.stop(run)
    }

    @Test func theNewestCommitCancelsWorkForAnOlderOne() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files.merging(["suite.yaml": ExampleManifests.suite(command: "sleep 31300")]) { $1 })
        let run = try fixture.startController()
        #expect(
            await eventually { fixture.isRunning("sleep 31300") }, "\(run.output)")
        let newest = try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "exit 0")])
        #expect(await fixture.settles(runs: ["smoke": 2]), "\(run.output) \(run.errors)")
        #expect(await eventually { !fixture.isRunning("sleep 31300") })
        let runs = try await fixture.runs()
        #expect(runs.contains { $0.verdict.outcome == .cancelled && $0.verdict.revision.commit.rawValue != newest })
        #expect(runs.contains { $0.verdict.outcome == .passed && $0.verdict.revision.commit.rawValue == newest })
        await fixture.stop(run)
    }
}

/// The manifests most tests start from.
enum Shop {
    static let files: [String: String?] = [
        "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(),
        "suite.yaml": ExampleManifests.suite(),
    ]
}
