import Foundation
import Glibc
import Model
import TestExecution
import TestSupport
import Testing

/// Nothing that a command started may outlive its attempt.
struct CommandKillTests {
    /// Whether a process of this id is there and not a zombie.
    private static func lives(_ pid: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
        return !stat.contains(") Z ")
    }

    private static func pids(_ result: TaskResult) -> [Int32] {
        (result.output?.stdout ?? "").split(whereSeparator: \.isWhitespace).compactMap { Int32($0) }
    }

    @Test func aCommandThatIgnoresTERMIsKilled() async throws {
        let result = try await Fixture.run(
            Fixture.sh("trap '' TERM; echo $$; while :; do sleep 0.05; done"), timeout: .milliseconds(200))
        #expect(result.outcome == .timedOut)
        #expect(Self.pids(result).count == 1)
        #expect(Self.pids(result).allSatisfy { !Self.lives($0) })
    }

    @Test func aCommandMayCleanUpAfterTERM() async throws {
        let result = try await Fixture.run(
            Fixture.sh("trap 'echo cleaned; exit 0' TERM; while :; do sleep 0.02; done"), timeout: .milliseconds(200))
        #expect(result.outcome == .timedOut)
        #expect(result.output?.stdout == "cleaned\n")
        #expect(result.duration < .seconds(20))
    }

    @Test func grandchildrenThatHoldThePipeAreKilledAtTheTimeout() async throws {
        let result = try await Fixture.run(
            Fixture.sh("(trap '' TERM; sleep 300) & echo $!; sleep 300 & echo $!; wait"), timeout: .milliseconds(200))
        #expect(result.outcome == .timedOut)
        #expect(Self.pids(result).count == 2)
        #expect(await eventually { Self.pids(result).allSatisfy { !Self.lives($0) } })
    }

    @Test func grandchildrenLeftBehindAreKilledAndNotWaitedFor() async throws {
        let result = try await Fixture.run(Fixture.sh("sleep 300 & echo $!; trap '' TERM; sleep 300 & echo $!"))
        #expect(result.outcome == .passed)
        #expect(result.duration < .seconds(20))
        #expect(Self.pids(result).count == 2)
        #expect(await eventually { Self.pids(result).allSatisfy { !Self.lives($0) } })
    }

    /// Breaks when only the process group is killed; `setsid` leaves the session too.
    @Test func whatLeftTheGroupIsKilledAndNotWaitedFor() async throws {
        let result = try await Fixture.run(
            Fixture.sh("setsid sleep 300 & echo $!; setsid sh -c 'setsid sleep 300 & echo $!; wait' & sleep 0.3"))
        #expect(result.outcome == .passed)
        #expect(result.duration < .seconds(20))
        #expect(Self.pids(result).count == 2)
        #expect(await eventually { Self.pids(result).allSatisfy { !Self.lives($0) } })
    }

    /// Breaks when the mark is one for all attempts.
    @Test func whatAnotherAttemptStartedLives() async throws {
        let folder = try TemporaryDirectory()
        let gate = folder.path("gate")
        let other = Task {
            try await Fixture.run(
                Fixture.sh("setsid sleep 300 & echo $!; while [ ! -e \(gate) ]; do sleep 0.02; done; kill -0 $!"))
        }
        #expect(try await Fixture.run(Fixture.sh("sleep 0.2")).outcome == .passed)
        try folder.write("", to: "gate")
        #expect(try await other.value.outcome == .passed)
    }

    @Test func cancellingTheTaskKillsTheCommand() async throws {
        let folder = try TemporaryDirectory()
        let file = folder.path("pid")
        let task = Task {
            try await Fixture.run(Fixture.sh("sleep 300 & echo $! > \(file).new; mv \(file).new \(file); wait"))
        }
        #expect(await eventually { FileManager.default.fileExists(atPath: file) })
        task.cancel()
        let result = try await task.value
        #expect(result.outcome == .cancelled)
        #expect(result.message == "the attempt was cancelled and the command killed")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let pid = try #require(Int32(text.trimmingCharacters(in: .newlines)))
        #expect(await eventually { !Self.lives(pid) })
    }

    @Test func aTaskThatIsAlreadyCancelledStillReports() async throws {
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await Fixture.run(Fixture.sh("sleep 300"))
        }
        task.cancel()
        #expect(try await task.value.outcome == .cancelled)
    }

    @Test func aCommandThatClosesItsOutputIsStillWaitedFor() async throws {
        let result = try await Fixture.run(Fixture.sh("exec >&- 2>&-; sleep 0.3; exit 5"))
        #expect(result.output?.exitCode == 5)
        #expect(result.duration >= .milliseconds(300))
    }

    @Test func manyCommandsAtOnceAllEnd() async throws {
        let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
            for code in 0..<30 {
                group.addTask { try await Fixture.run(Fixture.sh("echo x; exit \(code)")).output?.exitCode }
            }
            return try await group.reduce(into: Set<Int>()) { if let code = $1 { $0.insert(code) } }
        }
        #expect(codes == Set(0..<30))
    }
}
