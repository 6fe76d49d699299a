import Foundation
import TestSupport
import Testing

/// `rondo run` on a real terminal.
struct LiveRunTests {
    private func arguments(_ fixture: RondoFixture, _ extra: String...) -> [String] {
        [
            "run", "--source", fixture.repository.path, "--state", fixture.state, "--interval", "200ms", "--listen",
            "127.0.0.1:0", "--observe-interval", "200ms", "--lease", "60s", "--heartbeat", "500ms", "--self-end", "10m",
        ] + extra
    }

    /// The quickstart, as a person gets it.
    private func quickstart(_ file: String = #filePath) throws -> [String: String] {
        let folder = URL(filePath: file).deletingLastPathComponent().appending(path: "../../examples/quickstart")
            .standardizedFileURL
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
        var files: [String: String] = [:]
        for path in paths where path.hasSuffix(".yaml") {
            files[path] = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        }
        return files
    }

    /// What a person sees in the end of all that was written.
    private func seen(_ terminal: PseudoTerminal, columns: Int = 100, rows: Int = 30) -> FakeTerminal {
        var screen = FakeTerminal(columns: columns, rows: rows)
        screen.feed(terminal.text)
        return screen
    }

    private func ended(_ process: SpawnedProcess) async -> Int32? {
        await eventually(within: .seconds(300)) { !process.isRunning } ? process.exitCode : nil
    }

    @Test func theQuickstartShowsBarsAndEndsWithTheSummary() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(try quickstart(), "Start the shop's tests")
        let terminal = try PseudoTerminal()
        let run = try terminal.start(arguments(fixture, "--once"))
        #expect(await ended(run) == 0, "\(terminal.text)")
        #expect(await eventually { terminal.text.contains("rondo down --state") }, "\(terminal.text)")
        #expect(terminal.text.contains("█"))
        #expect(terminal.text.contains("\u{1B}[32m"), "in colour")

        let screen = seen(terminal)
        let text = screen.text
        #expect(screen.unknown.isEmpty)
        #expect(!text.joined().contains("█"), "a bar that is over is gone: \(text)")
        #expect(text.first?.hasPrefix("rondo ") == true)
        #expect(text.dropFirst().first?.contains("\"Start the shop's tests\"") == true)
        #expect(text.count { $0.contains("✔ Environment/dev ") } == 1, "\(text)")
        #expect(text.count { $0.contains("✔ CloudResource/pool ") } == 1, "\(text)")
        let summary = text.firstIndex { $0.hasPrefix("converged in ") } ?? 0
        #expect(text.suffix(from: summary).first?.contains("flaky 1 (stock recovers)") == true, "\(text)")
        #expect(!text.contains { $0.contains("ctrl-c") })
    }

    @Test func ctrlCLeavesTheLastPictureAndTheSummary() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let terminal = try PseudoTerminal(columns: 70, rows: 20)
        let run = try terminal.start(arguments(fixture), environment: ["NO_COLOR": "1"])
        #expect(await eventually { terminal.text.contains("next look at the source within 200ms") }, "\(terminal.text)")
        #expect(terminal.text.contains("✔ converged in "))
        #expect(!terminal.text.contains("\u{1B}[3"), "no colour")
        // A smaller window, and the block is drawn for it.
        terminal.resize(columns: 50, rows: 20)
        try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "test 2 -gt 1")], "Another")
        #expect(await eventually { terminal.text.contains("\"Another\"") })
        #expect(await fixture.settles(runs: ["smoke": 2]))
        try terminal.type("\u{3}")
        #expect(await ended(run) == 0)
        #expect(await eventually { terminal.text.contains("\r\nstopped after ") })
        let text = seen(terminal, columns: 70, rows: 20).text
        #expect(text.contains { $0.hasPrefix("  ✔ TestSuite/smoke ") && $0.contains("passed 2") }, "\(text)")
        #expect(!text.contains { $0.contains("ctrl-c again") })
    }

    @Test func aTerminalThatStandsStillHoldsNothing() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let terminal = try PseudoTerminal()
        let run = try terminal.start(arguments(fixture))
        #expect(await eventually { terminal.text.contains("◎") || terminal.text.contains("✔") })
        try terminal.type("\u{13}")
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(terminal.text)")
        try fixture.commit(["suite.yaml": ExampleManifests.suite(command: "test 2 -gt 1")])
        #expect(await fixture.settles(runs: ["smoke": 2]), "\(terminal.text)")
        let process = try #require(
            fixture.processes().first { $0.command.contains(" run --source") && !$0.command.contains("setsid") })
        kill(process.pid, SIGTERM)
        #expect(await ended(run) == 0)
    }

    @Test(arguments: [["--progress", "plain"], []])
    func whereNoViewIsWantedEventsAreLines(extra: [String]) async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let terminal = try PseudoTerminal()
        let run = try terminal.start(
            arguments(fixture, "--once") + extra, environment: extra.isEmpty ? ["TERM": "dumb"] : [:])
        #expect(await ended(run) == 0)
        #expect(await eventually { terminal.text.contains("rondo down --state") })
        #expect(terminal.text.contains("created: added in git"))
        #expect(!terminal.text.contains("\u{1B}[J"))
    }
}
