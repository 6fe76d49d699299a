import Foundation
import TestSupport
import Testing

/// `examples/integration` and `examples/graphql` with the real executable.
struct IntegrationExampleTests {
    private func runOnce(_ fixture: RondoFixture) async throws -> RondoProcess {
        let run = try fixture.startController(["--once"])
        _ = await run.exitCode()
        return run
    }

    @Test func everyTestOfTheExamplePasses() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(try ExampleRepository.files(of: "integration"))
        let run = try await runOnce(fixture)
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        let described = try await fixture.rondo("describe", "suite/orders", "-o", "json")
        #expect(described.exit == 0)
        #expect(described.output.contains(#""passed" : 3"#), "\(described.output)")
        let logs = try await fixture.rondo("logs", "orders", "place and cancel")
        #expect(logs.output.contains("steps[1] place order: passed in "), "\(logs)")
        #expect(logs.output.contains("finally[0] cancel the order: passed in "), "\(logs)")
        #expect(!(run.output + described.output + logs.output).contains("tok-ana-4711"))
    }

    @Test func everyOperationOfTheGraphQLExamplePasses() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(try ExampleRepository.files(of: "graphql"))
        let run = try await runOnce(fixture)
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        #expect(run.output.contains("4 tests"), "\(run.output)")
    }

    /// A setup that fails, a test that fails under `failFast`, and a teardown that runs all the same.
    ///
    /// Breaks when the run's end cancels the teardown, or it is not told what the setup captured.
    @Test func theTeardownRunsAfterAFailureThatStoppedTheRun() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let trace = fixture.directory.path("trace")
        try fixture.commit([
            "env.yaml": ExampleManifests.environment, "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: orders }
            spec:
              environments: [dev]
              failFast: first
              setup:
                - { command: { run: [sh, -c, 'echo setup >> "$0"; echo t-1', "\(trace)"] }, capture: { tenant: line 1 } }
              teardown:
                - { command: { run: [sh, -c, 'echo "teardown $1" >> "$0"', "\(trace)", "${{ captures.tenant }}"] } }
              tests:
                - name: fails
                  integration:
                    steps:
                      - { name: break, command: { run: [sh, -c, 'echo step >> "$0"; exit 3', "\(trace)"] } }
                      - { command: { run: [sh, -c, 'echo never >> "$0"', "\(trace)"] } }
                    finally:
                      - { command: { run: [sh, -c, 'echo finally >> "$0"', "\(trace)"] } }
                - { name: later, dependsOn: [{ test: fails, when: finished }], command: { run: ["true"] } }
            """,
        ])
        let run = try await runOnce(fixture)
        #expect(await run.exitCode() == 1, "\(run.output) \(run.errors)")
        #expect(run.output.contains("steps[0] break"), "\(run.output)")
        #expect(
            try String(contentsOfFile: trace, encoding: .utf8) == "setup\nstep\nfinally\nteardown t-1\n")
    }
}
