import Foundation
import Model
import Store
import TestSupport
import Testing

/// Results that are reused while nothing that they depend on changes.
struct CachedResultTests {
    private static let policy = """
        apiVersion: rondo.dev/v1
        kind: CachePolicy
        metadata: { name: results }
        spec: { type: file, scope: results, ttl: 7d, maxSize: 16Mi, evictionPolicy: lru }

        """

    private static func suite(_ markers: String, plainCommand: String = "true") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: prices }
        spec:
          environments: [dev]
          tests:
            - name: prices add up
              cache: { inputs: [data/prices.csv] }
              command: { run: [sh, -c, 'echo prices >> \(markers)'] }
            - name: taxes add up
              cache: { inputs: [data/taxes.csv] }
              command: { run: [sh, -c, 'echo taxes >> \(markers)'] }
            - name: always run
              command: { run: [sh, -c, 'echo always >> \(markers); \(plainCommand)'] }

        """
    }

    private func ran(_ markers: String) -> [String: Int] {
        let text = (try? String(contentsOfFile: markers, encoding: .utf8)) ?? ""
        return Dictionary(grouping: text.split(separator: "\n").map(String.init)) { $0 }.mapValues(\.count)
    }

    @Test func aPassIsReusedAfterARestartUntilAnInputChanges() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let markers = fixture.directory.path("markers")
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
            "cache.yaml": Self.policy, "suite.yaml": Self.suite(markers),
            "data/prices.csv": "A1,2450\n", "data/taxes.csv": "EUR,19\n",
        ])
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        #expect(ran(markers) == ["prices": 1, "taxes": 1, "always": 1])
        let original = try #require(try await fixture.runs().first)

        try fixture.commit(["data/prices.csv": "A1,2500\n"], "Raise a price")
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 0, "\(second.output) \(second.errors)")
        #expect(ran(markers) == ["prices": 2, "taxes": 1, "always": 2])
        let run = try #require(try await fixture.runs().first)
        #expect(run.verdict.counts.cached == 1)
        let taxes = try #require(run.tasks.first { $0.name == "taxes add up" })
        #expect(taxes.cached?.run == original.verdict.run)
        #expect(run.verdict.cause == .inputsChanged(["files data/prices.csv"]))

        let why = try await fixture.rondo("why", "suite/prices")
        #expect(why.output.contains("data/prices.csv"), "\(why.output)")
        #expect(why.output.contains("Raise a price"), "\(why.output)")
        let shown = try await fixture.rondo("describe", "run/\(run.verdict.run)")
        #expect(shown.output.contains(original.verdict.run.rawValue), "\(shown.output)")
    }

    @Test func askedForByHandItReusesUnlessToldNotTo() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let markers = fixture.directory.path("markers")
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
            "cache.yaml": Self.policy.replacing("type: file", with: "type: memory"),
            "suite.yaml": Self.suite(markers), "data/prices.csv": "A1,2450\n", "data/taxes.csv": "EUR,19\n",
        ])
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["prices": 1]), "\(run.output) \(run.errors)")
        // A result is kept a moment after its run has ended.
        #expect(
            try await eventually {
                (try await fixture.objects().first { $0.identity.kind == .cachePolicy }?.status.entries ?? 0) >= 2
            })

        let cached = try await fixture.rondo("test", "run", "prices")
        #expect(cached.exit == 0, "\(cached.output) \(cached.errors)")
        #expect(ran(markers) == ["prices": 1, "taxes": 1, "always": 2])
        let fresh = try await fixture.rondo("test", "run", "suite/prices", "--no-cache")
        #expect(fresh.exit == 0, "\(fresh.output) \(fresh.errors)")
        #expect(ran(markers) == ["prices": 2, "taxes": 2, "always": 3])

        try fixture.commit(["suite.yaml": Self.suite(markers, plainCommand: "false")], "Break one")
        #expect(try await eventually { try await fixture.runs().count == 4 })
        let failing = try await fixture.rondo("test", "run", "prices")
        #expect(failing.exit == 1, "\(failing.output) \(failing.errors)")
        let unknown = try await fixture.rondo("test", "run", "nothing")
        #expect(unknown.exit == 2, "\(unknown.output) \(unknown.errors)")
        await fixture.stop(run)
        let without = try await fixture.rondo("test", "run", "prices")
        #expect(without.exit == 2, "\(without.output) \(without.errors)")
    }
}
