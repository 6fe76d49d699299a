import Foundation
import Glibc
import HTTPTransport
import Model
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// `isolation: container` on a command, with the real bubblewrap.
struct SandboxTests {
    private let scratch: TemporaryDirectory
    private let hidden: TemporaryDirectory

    init() throws {
        scratch = try TemporaryDirectory()
        hidden = try TemporaryDirectory()
        try hidden.write("the key", to: "identity/key")
    }

    private func machine() async throws -> Machine {
        let sandbox = try #require(
            await Sandbox.find(path: "/usr/local/bin:/usr/bin:/bin", hidden: [hidden.url]),
            "bubblewrap does not work here: scripts/bootstrap --tests installs it")
        return Machine(engine: nil, sandbox: sandbox)
    }

    private func run(
        _ script: String, timeout: TimeSpan = .seconds(60), env: [String: String] = [:],
        isolation: TestIsolation = .container
    ) async throws -> TaskResult {
        var settings = TestSettings(name: "test", timeout: timeout, env: env)
        settings.isolation = isolation
        return await TestRunner(http: HTTPClient(), machine: try await machine()).run(
            TestWork(
                definition: TestDefinition(settings: settings, body: .command(CommandSpec(run: ["sh", "-c", script]))),
                scratch: scratch.url))
    }

    /// Breaks when the root is bound writable, `/tmp` is the machine's, or the scratch folder is read-only.
    @Test func writesOnlyToItsScratchFolder() async throws {
        let marker = "rondo-sandbox-\(UUID().uuidString)"
        let result = try await run(
            """
            touch /etc/\(marker) 2>/dev/null && echo wrote-etc
            touch /usr/\(marker) 2>/dev/null && echo wrote-usr
            mount -o remount,rw / 2>/dev/null && touch /\(marker) 2>/dev/null && echo remounted
            touch /tmp/\(marker) && echo tmp
            echo kept > own.txt && pwd
            """)
        #expect(result.outcome == .passed, "\(result)")
        let root = scratch.path("")
        #expect(result.output?.stdout == "tmp\n\(root.hasSuffix("/") ? String(root.dropLast()) : root)\n")
        #expect(!FileManager.default.fileExists(atPath: "/tmp/\(marker)"))
        #expect(try String(contentsOfFile: scratch.path("own.txt"), encoding: .utf8) == "kept\n")
    }

    /// Breaks when `--unshare-pid` is left out.
    @Test func seesNoProcessOfTheMachine() async throws {
        let result = try await run("ls /proc | grep -c '^[0-9]'; kill -9 \(getpid()) 2>/dev/null || echo none")
        let lines = result.output?.stdout.split(separator: "\n") ?? []
        #expect(lines.first.flatMap { Int($0) }.map { $0 < 10 } == true, "\(result)")
        #expect(lines.last == "none")
    }

    /// Breaks when `hidden` is not mounted over.
    @Test func doesNotSeeTheControllersFolder() async throws {
        let path = hidden.path("identity/key")
        #expect(try await run("cat '\(path)'").output?.stdout == "")
        #expect(try await run("cat '\(path)'", isolation: .process).output?.stdout == "the key")
    }

    @Test func keepsTheNetworkTheEnvironmentAndTheExitCode() async throws {
        let url = try Fixture.url("/")
        let result = try await run(
            "curl --silent --output /dev/null --write-out '%{http_code} ' '\(url)'; echo \"$TOKEN\"; exit 7",
            env: ["TOKEN": "a b\nc"])
        #expect(result.output?.exitCode == 7)
        #expect(result.output?.stdout.hasSuffix(" a b\nc\n") == true, "\(result)")
        #expect(result.output?.stdout.hasPrefix("000") == false)
    }

    /// Breaks when the sandbox leaves the process group, or one that starts a session of its own survives.
    @Test func nothingOfItOutlivesTheTimeout() async throws {
        let name = "rondo-sleeper-\(UUID().uuidString.prefix(8))"
        let result = try await run(
            """
            cp "$(command -v sleep)" \(name)
            trap '' TERM
            setsid ./\(name) 300 &
            ./\(name) 300
            """, timeout: .milliseconds(500))
        #expect(result.outcome == .timedOut)
        #expect(await eventually { !Self.isRunning(name) })
    }

    private static func isRunning(_ name: String) -> Bool {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.contains { entry in
            guard Int(entry) != nil, let line = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else {
                return false
            }
            return String(decoding: line, as: UTF8.self).hasPrefix("./\(name)")
        }
    }

    @Test func isAnnouncedOnlyWhereItWorks() async throws {
        #expect(try await machine().abilities == [.isolation])
        #expect(await Sandbox.find(path: "/nowhere", hidden: []) == nil)
        let broken = try TemporaryDirectory()
        try broken.write("#!/bin/sh\nexit 1\n", to: "bwrap")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: broken.path("bwrap"))
        #expect(await Sandbox.find(path: "\(broken.path("")):/usr/bin:/bin", hidden: []) == nil)
    }

    /// bubblewrap's own process ends at once when it is told to. Breaks when that is the end of what is in it, as it is when
    /// only a short time is left for its output.
    @Test func aCommandInItMayCleanUpAfterTERM() async throws {
        let result = try await run(
            "trap 'sleep 0.7; echo cleaned; exit 0' TERM; while :; do sleep 0.02; done", timeout: .seconds(3))
        #expect(result.outcome == .timedOut && result.output?.stdout == "cleaned\n", "\(result)")
    }
}
