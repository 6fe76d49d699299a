import API
import Foundation
import Glibc
import HTTPTransport
import Model
import TestExecution
import TestSupport
import Testing

@testable import Worker

/// What a worker started must not outlive it, however it ends.
struct ChildGuardTests {
    @Test func aKilledWorkerTakesItsTestsWithIt() async throws {
        let marker = Self.marker()
        // What the killed process can't remove any more.
        let directory = try TemporaryDirectory()
        let folder = directory.url.path(percentEncoded: false)
        await #expect(processExitsWith: .signal(SIGKILL)) { [marker = marker as String, folder = folder as String] in
            setenv("TMPDIR", folder, 1)
            setsid()
            try await Self.runWorker(command: Self.command(marker)) {
                #expect(await eventually { Self.processes(with: marker).count == 4 })
                kill(getpid(), SIGKILL)
            }
        }
        #expect(await eventually { Self.processes(with: marker).isEmpty }, "\(Self.processes(with: marker))")
        withExtendedLifetime(directory) {}
    }

    @Test func aWorkerThatEndsLeavesNothingBehind() async {
        let marker = Self.marker()
        await #expect(processExitsWith: .success) { [marker = marker as String] in
            setsid()
            try await Self.runWorker(command: Self.command(marker)) {
                #expect(await eventually { Self.processes(with: marker).count == 4 })
            }
        }
        #expect(await eventually { Self.processes(with: marker).isEmpty })
    }

    @Test func onlyTheNamedSessionIsTouched() async throws {
        let marker = Self.marker()
        // In a session of its own, as `setsid` makes it, and with nothing of the test's that it could hold open.
        let bystander = Process()
        bystander.executableURL = URL(filePath: "/usr/bin/setsid")
        bystander.arguments = ["sleep", "600", "600\(marker)"]
        bystander.standardInput = FileHandle.nullDevice
        bystander.standardOutput = FileHandle.nullDevice
        bystander.standardError = FileHandle.nullDevice
        try bystander.run()
        defer { for pid in Self.processes(with: marker) { kill(pid, SIGKILL) } }
        #expect(await eventually { Self.processes(with: marker).count == 1 })
        // No session has this number: it is above every pid.
        let childGuard = try ChildGuard(session: 1 << 30)
        close(childGuard.writeEnd)
        try await Task.sleep(for: .milliseconds(200))
        #expect(Self.processes(with: marker).count == 1)
    }

    /// A number that no other process names as an argument.
    private static func marker() -> String { "\(UInt32.random(in: 1_000_000...4_000_000_000))" }

    /// A shell, a child of it, one in a group of its own that ignores signals, and one in a session of its own.
    private static func command(_ marker: String) -> CommandSpec {
        CommandSpec(
            run: [
                "/bin/bash", "-mc",
                "sleep 600 600\(marker) & setsid sleep 600 600\(marker) & (trap '' TERM HUP; sleep 600 600\(marker)) & : 600\(marker); wait",
            ])
    }

    /// An agent with the real runner of tests, and a controller that gives it one command.
    private static func runWorker(command: CommandSpec, _ body: @escaping @Sendable () async -> Void) async throws {
        let fixture = try WorkerFixture()
        try fixture.controller.start()
        let runner = TestRunner(http: HTTPClient())
        let agent = fixture.agent { grant, scratch, _ in
            await runner.run(
                TestWork(
                    definition: TestDefinition(settings: grant.definition.settings, body: .command(command)),
                    scratch: scratch))
        }
        fixture.queue("long")
        try await fixture.serving(agent) { await body() }
    }

    /// The pids of living processes that have the marker among their arguments.
    private static func processes(with marker: String) -> [Int32] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.filter { pid in
            guard let line = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8) else { return false }
            return line.contains("600\(marker)")
        }
    }
}
