import Foundation
import Glibc
import HTTPTransport
import Model
import TestSupport
import Testing

@testable import TestExecution

/// Images over an engine that is a script.
struct ImageFetchTests {
    /// Breaks when the engine's fetching goes on while its attempt is cancelled: it would hold its slot for minutes.
    @Test func aCancelEndsTheFetching() async throws {
        let folder = try TemporaryDirectory()
        try folder.write(
            """
            #!/bin/sh
            case "$1" in
            image) exit 1 ;;
            pull) : > "\(folder.path("pulling"))"; exec sleep 3600 ;;
            *) : > "\(folder.path("other"))" ;;
            esac
            """, to: "engine")
        chmod(folder.path("engine"), 0o755)
        let engine = ContainerEngine(
            kind: .podman, program: folder.path("engine"), environment: [:], owner: ContainerOwner(installation: "test")
        )
        let scratch = try TemporaryDirectory()
        let command = CommandSpec(run: ["true"])
        let attempt = CommandAttempt(
            command: command, settings: TestSettings(name: "test", timeout: .seconds(60)), captures: [:],
            scratch: scratch.url, searchPath: "/usr/bin:/bin", redactor: Redactor(), live: nil,
            placing: .container(ContainerRun(engine: engine, image: "localhost:1/rondo/none:1")))
        let task = Task { await attempt.run() }
        #expect(await eventually { FileManager.default.fileExists(atPath: folder.path("pulling")) })
        task.cancel()
        let report = await task.value
        #expect(report.outcome == .cancelled, "\(report)")
        #expect(report.message == "the attempt was cancelled before the command began")
        #expect(!FileManager.default.fileExists(atPath: folder.path("other")))
    }
}
