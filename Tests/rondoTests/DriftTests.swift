import Foundation
import Model
import Store
import TestSupport
import Testing

/// Workers that are killed or stopped from outside, under each policy.
struct DriftTests {
    private static func pool(_ policy: String) -> String {
        ExampleManifests.pool(replicas: 2).replacing("replicas: 2", with: "replicas: 2, drift: \(policy)")
    }

    private func start(_ fixture: RondoFixture, _ policy: String) async throws -> RondoProcess {
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": Self.pool(policy)])
        let run = try fixture.startController()
        #expect(try await fixture.joined(), "\(run.output) \(run.errors)")
        return run
    }

    private func open(_ fixture: RondoFixture) async throws -> [DriftRecord] {
        try await fixture.store()?.openDrift() ?? []
    }

    @Test func underCorrectAKilledWorkerIsMadeAgainAndTheLedgerSaysBy() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let run = try await start(fixture, "correct")
        let victim = try #require(fixture.workers().first)
        kill(victim, SIGKILL)
        #expect(
            try await eventually {
                try await !(fixture.store()?.resolvedDrift(since: .distantPast).isEmpty ?? true)
            }, "\(run.output) \(run.errors)")
        let ended = try #require(try await fixture.store()?.resolvedDrift(since: .distantPast).first)
        #expect(ended.finding.kind == .missing && ended.resolution?.by == .controller)
        #expect(fixture.workers().count == 2)
        let report = try await fixture.rondo("drift")
        #expect(report.exit == 0, "\(report.output)")
        #expect(report.output.contains("missing") && report.output.contains("healed"), "\(report.output)")
        #expect(try await open(fixture).isEmpty)
    }

    @Test func underReportItStaysAwayAlsoOverARestartUntilACommitAsksForIt() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let run = try await start(fixture, "report")
        let victim = try #require(fixture.workers().first)
        kill(victim, SIGKILL)
        #expect(try await eventually { try await open(fixture).count == 1 }, "\(run.output) \(run.errors)")
        let report = try await fixture.rondo("drift")
        #expect(report.exit == 1, "\(report.output)")
        #expect(report.output.contains("CloudResource/pool") && report.output.contains("report"), "\(report.output)")
        let json = try await fixture.rondo("drift", "-o", "json")
        #expect(json.exit == 1)
        let document = try JSONDecoder().decode(Document.self, from: Data(json.output.utf8))
        #expect(document.formatVersion == "1" && document.summary.open == 1)
        await fixture.stop(run)

        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 1, "\(once.output) \(once.errors)")
        #expect(fixture.workers().count == 1)
        let stored = try await fixture.rondo("drift")
        #expect(stored.exit == 1, "\(stored.output)")

        try fixture.commit(["pool.yaml": Self.pool("correct")], "Correct drift")
        let healed = try fixture.startController(["--once"])
        #expect(await healed.exitCode() == 0, "\(healed.output) \(healed.errors)")
        #expect(fixture.workers().count == 2)
    }

    @Test func aStoppedWorkerGoesOnUnderCorrect() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let run = try await start(fixture, "correct")
        let victim = try #require(fixture.workers().first)
        kill(victim, SIGSTOP)
        #expect(
            try await eventually {
                try await fixture.store()?.resolvedDrift(since: .distantPast).contains {
                    $0.finding.kind == .changed && $0.resolution?.by == .controller
                } ?? false
            }, "\(run.output) \(run.errors)")
        #expect(fixture.workers().contains(victim))
        #expect(try String(contentsOfFile: "/proc/\(victim)/stat", encoding: .utf8).contains(") T ") == false)
    }

    private struct Document: Decodable {
        struct Summary: Decodable {
            let open: Int
        }
        let formatVersion: String
        let summary: Summary
    }
}
