import Foundation
import Model
import TestSupport
import Testing

/// `rondo logs` against a real controller with real workers.
struct LogsCommandTests {
    /// A suite whose `shell` test prints, waits until a file is there, and prints again.
    private func commitSuite(_ fixture: RondoFixture, gate: String) throws {
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(
                    command: "echo first; echo oops >&2; while [ ! -e \(gate) ]; do sleep 0.05; done; echo last")
            ]) { $1 })
    }

    private func follow(_ fixture: RondoFixture, _ arguments: String...) throws -> RondoProcess {
        try RondoProcess(["logs"] + arguments + ["--state", fixture.state], outputIn: fixture.directory.url)
    }

    private func open(_ gate: String) throws { try Data().write(to: URL(filePath: gate)) }

    @Test func aRunIsFollowedOverARestartOfTheController() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let gate = fixture.directory.path("gate")
        try commitSuite(fixture, gate: gate)
        let first = try fixture.startController()
        #expect(
            await eventually { (try? await fixture.rondo("logs", "smoke").output.contains("shell  │ first")) == true },
            "\(first.output) \(first.errors)")
        let all = try follow(fixture, "smoke", "--follow")
        let one = try follow(fixture, "suite/smoke", "shell", "-f")
        #expect(
            await eventually {
                [all, one].allSatisfy { $0.output.contains("first") && $0.output.contains("oops") }
                    && all.output.contains("health │ GET")
            })
        first.signal(SIGKILL)
        _ = await first.exitCode()
        #expect(await eventually { all.errors.contains("trying again") && one.errors.contains("trying again") })
        #expect(all.isRunning && one.isRunning)

        let second = try fixture.startController()
        // A command that ends while nobody listens has its last lines kept for two seconds, which a start may take longer.
        #expect(
            await eventually {
                guard let drift = try? await fixture.rondo("drift") else { return false }
                return drift.exit == 0 && drift.errors.isEmpty
            })
        try open(gate)
        #expect(await all.exitCode() == 0, "\(all.output) \(all.errors) \(second.output)")
        #expect(await one.exitCode() == 0)
        #expect(one.output.hasSuffix("\nlast\n"))
        #expect(one.output.split(separator: "\n").sorted() == ["first", "last", "oops"])
        let lines = all.output.split(separator: "\n")
        let shell = lines.filter { $0.hasPrefix("shell  │ ") }
        #expect(shell.sorted() == ["shell  │ first", "shell  │ last", "shell  │ oops"])
        #expect(lines.count { $0.hasPrefix("health │ GET http://127.0.0.1:") && $0.contains("/health → 200 in ") } == 1)
        #expect(lines.count == 4)
        #expect(all.errors.components(separatedBy: "trying again").count == 2, "it is said once: \(all.errors)")
        #expect(await fixture.settles(runs: ["smoke": 1]))
        await fixture.stop(second)
    }

    @Test func anEndedLogReadsTheSameWithAndWithoutAController() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let gate = fixture.directory.path("gate")
        try open(gate)
        try commitSuite(fixture, gate: gate)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        // The last lines of a log are stored a moment after its run has ended.
        #expect(
            await eventually {
                guard let log = try? await rondo(["smoke"], fixture) else { return false }
                return ["shell  │ first", "shell  │ oops", "shell  │ last", "health │ GET"].allSatisfy {
                    log.output.contains($0)
                }
            })
        let id = try #require(try await fixture.runs().first?.verdict.run)
        let questions = [
            ["smoke"], [id.rawValue], ["run/\(id)", "shell"], ["TestSuite/smoke", "shell", "--tail", "1"],
            ["smoke", "--timestamps", "--attempt", "1"], ["smoke", "--attempt", "2"], ["smoke", "-f"],
            ["smoke", "-o", "json"],
        ]
        var live: [String] = []
        for question in questions { live.append(try await output(of: question, fixture)) }
        #expect(live[0] == live[1] && live[0] == live[6])
        // What a program writes to its two streams comes in the order in which they are read.
        #expect(live[2].split(separator: "\n").sorted() == ["first", "last", "oops"])
        #expect(live[2].hasSuffix("\n" + live[3]) && live[3].split(separator: "\n").count == 1)
        #expect(live[5].isEmpty)
        let stamp = #/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ (health|shell ) │ .*/#
        #expect(live[4].split(separator: "\n").allSatisfy { $0.wholeMatch(of: stamp) != nil }, "\(live[4])")
        let entries = try live[7].split(separator: "\n").map {
            try JSONDecoder().decode(JSONValue.self, from: Data($0.utf8))
        }
        #expect(entries.count >= 3)
        await fixture.stop(run)

        for (question, answer) in zip(questions, live) {
            #expect(try await output(of: question, fixture) == answer, "\(question)")
        }
    }

    @Test func whatIsNotThereIsSaid() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let nothing = try await fixture.rondo("logs", "smoke")
        #expect(nothing.exit == 2 && nothing.errors.contains("there is no state"))
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        for round in ["live", "stored"] {
            for (arguments, message) in [
                (["r-none"], "there is no run r-none"), (["run/r-none", "-f"], "there is no run r-none"),
                (["none"], "there is no run of TestSuite/none"),
                (["smoke", "no such test"], "has no test `no such test`"),
            ] {
                let answer = try await rondo(arguments, fixture)
                #expect(answer.exit == 2 && answer.errors.contains(message), "\(round) \(arguments): \(answer)")
                #expect(answer.output.isEmpty)
            }
            for arguments in [
                ["pool/x"], ["source/default"], ["smoke", "--attempt", "0"], ["smoke", "-o", "yaml"], [],
            ] {
                #expect(try await rondo(arguments, fixture).exit == 64, "\(round) \(arguments)")
            }
            if round == "live" { await fixture.stop(run) }
        }
    }

    @Test func aReaderThatGoesAwayEndsIt() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let gate = fixture.directory.path("gate")
        try commitSuite(fixture, gate: gate)
        let run = try fixture.startController()
        #expect(
            await eventually { (try? await fixture.rondo("logs", "smoke").output.contains("first")) == true },
            "\(run.output) \(run.errors)")
        let follower = try follow(fixture, "smoke", "-f")
        #expect(await eventually { follower.output.contains("first") })
        follower.signal(SIGINT)
        #expect(await follower.exitCode() == 0)
        try open(gate)
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        await fixture.stop(run)
    }

    private func output(of arguments: [String], _ fixture: RondoFixture) async throws -> String {
        let answer = try await rondo(arguments, fixture)
        #expect(answer.exit == 0, "\(arguments): \(answer.errors)")
        return answer.output
    }

    private func rondo(
        _ arguments: [String], _ fixture: RondoFixture
    ) async throws -> (exit: Int32?, output: String, errors: String) {
        let process = try RondoProcess(
            ["logs"] + arguments + ["--state", fixture.state], outputIn: fixture.directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }
}
