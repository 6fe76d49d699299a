import API
import Foundation
import HTTPTransport
import Model
import TestSupport
import Testing

/// A controller that ends, however roughly, loses and repeats nothing.
struct RestartTests {
    @Test func workersOutliveAKilledControllerAndNothingIsRepeated() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let marker = fixture.directory.path("marker")
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(
                    command: "echo ran >> \(marker); while [ ! -e \(marker).go ]; do sleep 0.1; done")
            ]) { $1 })
        let first = try fixture.startController()
        #expect(await eventually { FileManager.default.fileExists(atPath: marker) }, "\(first.output) \(first.errors)")
        #expect(try await eventually { try await fixture.instances().count == 2 }, "\(first.output) \(first.errors)")
        // One that was not told that it was taken could not come back to the second.
        #expect(try await fixture.heard(2), "\(first.output) \(first.errors)")
        let workers = fixture.workers()
        #expect(workers.count == 2)
        first.signal(SIGKILL)
        _ = await first.exitCode()

        let second = try fixture.startController()
        try Data().write(to: URL(filePath: "\(marker).go"))
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(second.output) \(second.errors)")
        #expect(fixture.workers() == workers)
        #expect(try String(contentsOfFile: marker, encoding: .utf8) == "ran\n")
        let run = try #require(try await fixture.runs().first)
        #expect(run.verdict.outcome == .passed)
        #expect(run.tasks.allSatisfy { $0.attempts.count == 1 }, "\(run.tasks)")
        #expect(try await fixture.instances().map(\.tags.incarnation) == [1, 1])
        await fixture.stop(second)

        let third = try fixture.startController(["--once"])
        #expect(await third.exitCode() == 0, "\(third.output) \(third.errors)")
        #expect(try await fixture.runs().count == 1)
        #expect(fixture.workers() == workers)
    }

    @Test func killedAgainAndAgainItMakesNothingTwice() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files.merging(["pool.yaml": ExampleManifests.pool(replicas: 3)]) { $1 })
        for delay in [60, 120, 180, 260, 340, 460, 600] {
            let run = try fixture.startController()
            try await Task.sleep(for: .milliseconds(delay))
            run.signal(SIGKILL)
            _ = await run.exitCode()
        }
        // A worker whose join was answered by nobody ends, which may be seen by the next controller only.
        for _ in 0..<2 {
            let last = try fixture.startController(["--once"])
            #expect(await last.exitCode() == 0, "\(last.output) \(last.errors)")
            #expect(fixture.workers().count <= 3)
        }
        let instances = try await fixture.instances()
        #expect(instances.map(\.tags.ordinal) == [0, 1, 2])
        #expect(fixture.workers().count == 3)
        #expect(try await fixture.runs().count == 1)
    }

    @Test func aLostDatabaseIsRebuiltFromTags() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let first = try fixture.startController(["--once"])
        #expect(await first.exitCode() == 0, "\(first.output) \(first.errors)")
        let workers = fixture.workers()
        for name in ["control.db", "control.db-wal", "control.db-shm", "history.db"] {
            try? FileManager.default.removeItem(atPath: "\(fixture.state)/\(name)")
        }
        let second = try fixture.startController(["--once"])
        #expect(await second.exitCode() == 0, "\(second.output) \(second.errors)")
        #expect(fixture.workers() == workers)
        #expect(try await fixture.runs().count == 1)
    }

    @Test func aKilledWorkersTaskIsTriedAgainElsewhere() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let marker = fixture.directory.path("marker")
        // The first attempt hangs; the second finds its mark and passes.
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(
                    command: "if [ -e \(marker) ]; then exit 0; fi; echo $PPID > \(marker); exec sleep 31457")
            ]) { $1 })
        let run = try fixture.startController()
        // The shell that becomes it has it in its command line, too.
        var victim: pid_t?
        let isFound = await eventually {
            victim = fixture.workers().first { fixture.descendants(of: $0).contains("sleep 31457") }
            return victim != nil
        }
        #expect(isFound, "\(run.output) \(run.errors)")
        kill(try #require(victim), SIGKILL)
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let finished = try #require(try await fixture.runs().first)
        let task = try #require(finished.tasks.first { $0.name == "shell" })
        #expect(finished.verdict.outcome == .passed)
        #expect(task.attempts.map { $0.result?.outcome } == [.errored, .passed], "\(task)")
        #expect(Set(task.attempts.map(\.worker)).count == 2)
        #expect(await eventually { !fixture.isRunning("sleep 31457") })
        await fixture.stop(run)
    }

    @Test func aSecondControllerOnTheSameFolderIsRefused() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let first = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(first.output) \(first.errors)")
        let second = try fixture.startController()
        #expect(await second.exitCode() == 2)
        #expect(second.errors.contains("\(first.pid)"), "\(second.errors)")
        #expect(first.isRunning)
        await fixture.stop(first)
    }

    @Test func downEndsARunningControllerFirst() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let down = try await fixture.rondo("down", "--yes")
        #expect(down.exit == 0, "\(down.output) \(down.errors)")
        #expect(await run.exitCode() == 0)
        #expect(await eventually { fixture.processes().isEmpty })
    }
}
