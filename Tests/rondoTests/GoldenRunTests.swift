import Foundation
import TestSupport
import Testing

/// What a person reads of passing, failing and erroring tests of each type, word by word: suites under
/// `Tests/Fixtures/runs`, run in one process, with times, ports and trace ids replaced. With `RONDO_RECORD` set the texts
/// are written instead.
struct GoldenRunTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/runs")

    @Test(
        "The output of a run is as it was",
        arguments: ["rest", "command", "container", "graphql", "integration", "security"])
    func output(type: String) async throws {
        let directory = try TemporaryDirectory()
        let file = Self.folder.appending(path: "\(type).yaml").path(percentEncoded: false)
        let environment = type == "container" ? try ContainerFixture.environment.get() : [:]
        let process = try RondoProcess(
            ["test", "run", file, "--jobs", "1"], environment: environment, outputIn: directory.url)
        // A failed test and an errored one: the run failed.
        #expect(await process.exitCode() == 1, "\(process.errors)")
        let text = Self.stable(process.output)
        let golden = Self.folder.appending(path: "\(type).txt")
        if ProcessInfo.processInfo.environment["RONDO_RECORD"] != nil { try Data(text.utf8).write(to: golden) }
        #expect(text == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
        #expect(process.errors.isEmpty, "\(process.errors)")
    }

    /// Without what differs from run to run.
    private static func stable(_ text: String) -> String {
        text.replacing(/127\.0\.0\.1:\d{4,5}/, with: "127.0.0.1:PORT")
            .replacing(/00-[0-9a-f]{32}-[0-9a-f]{16}-01/, with: "TRACE")
            .replacing(/is in none of .*/, with: "is in none of PATH")
            .replacing(/: Error: runc: .*/, with: ": Error: WHAT PODMAN SAYS")
            .replacing(/\b\d+(\.\d+)? m?s\b/, with: "TIME")
            // Phases that took less than a millisecond are not told.
            .replacing(/\((name TIME, )?(connected TIME, )?(TLS TIME, )?first byte TIME\)/, with: "(first byte TIME)")
    }
}
