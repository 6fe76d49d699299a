import Foundation
import Model
import Store
import TestSupport
import Testing

/// An alert rule over a mock that gets slow and quick again, by commits alone.
struct AlertTests {
    private static func environment(delay: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec:
          type: dev
          services:
            shop:
              mock:
                routes:
                  - { path: /health, delay: \(delay), json: { status: ok } }

        """
    }

    private static func rule(duration: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: AlertRule
        metadata: { name: slow }
        spec:
          metric: request.duration
          tags: { suite: smoke }
          environment: dev
          aggregate: min
          window: 10m
          condition: lt
          threshold: 60
          duration: \(duration)
          severity: critical
        """
    }

    /// Fires while every request of the window is slow: the smallest duration is not below the threshold.
    private static func slowRule(duration: String) -> String {
        rule(duration: duration).replacing("condition: lt", with: "condition: gt")
            .replacing("threshold: 60", with: "threshold: 2")
    }

    private func alert(_ fixture: RondoFixture) async throws -> ObjectStatus? {
        try await fixture.objects().first { $0.identity.kind == .alertRule }?.status
    }

    private func state(_ fixture: RondoFixture, is wanted: AlertState) async throws -> Bool {
        try await eventually { try await alert(fixture)?.state == wanted }
    }

    @Test func firesAfterItsDurationAcrossARestartAndResolves() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": Self.environment(delay: "3s"), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": ExampleManifests.suite(), "rule.yaml": Self.slowRule(duration: "30s"),
        ])
        let first = try fixture.startController()
        #expect(try await state(fixture, is: .pending), "\(first.output) \(first.errors)")
        #expect(try await fixture.told(.alertPending))
        first.signal(SIGKILL)
        _ = await first.exitCode()
        let pending = try #require(try await alert(fixture))

        let second = try fixture.startController()
        #expect(try await state(fixture, is: .firing), "\(second.output) \(second.errors)")
        let firing = try #require(try await alert(fixture))
        let since = try #require(pending.since)
        let fired = try #require(firing.since)
        #expect(pending.state == .pending, "it was killed before the rule's duration was over")
        #expect(fired.timeIntervalSince(since) >= 30)
        // It went on being pending: had it started over, it would have fired later by the time that was spent before.
        let pendings = try await fixture.events().filter { $0.reason == .alertPending }
        #expect(pendings.count == 1)
        #expect(firing.condition(.firing)?.status == .yes)

        try fixture.commit(["env.yaml": Self.environment(delay: "1ms")], "Make the shop quick again")
        #expect(try await state(fixture, is: .resolved), "\(second.output) \(second.errors)")
        let told = try await fixture.events().filter { $0.object?.kind == .alertRule }.map(\.reason)
        #expect(told.filter { $0 == .alertFiring }.count == 1)
        #expect(told.contains(.alertResolved))
        // A firing rule is reported and changes no exit code.
        await fixture.stop(second)
        let once = try fixture.startController(["--once"])
        #expect(await once.exitCode() == 0, "\(once.output) \(once.errors)")
    }

    @Test func aRuleThatHoldsAtOnceFiresAtOnceAndLeavesTheExitCode() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit([
            "env.yaml": Self.environment(delay: "1ms"), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": ExampleManifests.suite(), "rule.yaml": Self.rule(duration: "0s"),
        ])
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        #expect(try await fixture.events().contains { $0.reason == .alertFiring })
        let get = try await fixture.rondo("get", "rules")
        #expect(get.output.contains("firing"), "\(get.output)")
        let describe = try await fixture.rondo("describe", "rule/slow")
        #expect(describe.exit == 0)
        #expect(describe.output.contains("firing"), "\(describe.output)")
    }
}
