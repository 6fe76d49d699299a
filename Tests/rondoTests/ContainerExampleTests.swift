import Foundation
import Model
import TestSupport
import Testing

/// `examples/container` with the real executable, podman and bubblewrap.
struct ContainerExampleTests {
    /// Breaks when a capability is not announced, or the environment of the engine does not reach the worker.
    @Test func runsInContainersAndSandboxes() async throws {
        let environment = try ContainerFixture.environment.get()
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commitExample("container")
        let controller = try fixture.startController(["--once"], environment: environment)
        #expect(await controller.exitCode() == 0, "\(controller.output) \(controller.errors)")
        let run = try #require(try await fixture.runs().first)
        #expect(run.verdict.counts.passed == 3, "\(run.tasks)")
        #expect(
            run.tasks.flatMap(\.attempts).compactMap(\.result?.artifacts).joined().map(\.path) == ["sorted.csv"])
        let left = try ContainerFixture.output(["ps", "--all", "--format", "{{.Names}}"], environment)
        for pid in fixture.workers() { #expect(!left.contains("-\(pid)-"), "\(left)") }
    }

    /// Where neither is, the tests are said to be unschedulable and nothing waits for them.
    @Test func elsewhereTheyAreUnschedulable() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commitExample("container")
        // A machine without either: programs that the worker needs itself are found by other ways.
        let tools = fixture.directory.path("tools")
        try FileManager.default.createDirectory(atPath: tools, withIntermediateDirectories: true)
        for name in ["sh", "git", "true"] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(tools)/\(name)", withDestinationPath: "/usr/bin/\(name)")
        }
        let controller = try fixture.startController(["--once"], environment: ["PATH": tools])
        #expect(await controller.exitCode() == 2, "\(controller.output) \(controller.errors)")
        #expect(controller.output.contains("missing test:container"), "\(controller.output)")
        #expect(controller.output.contains("missing isolation:container"), "\(controller.output)")
    }
}
