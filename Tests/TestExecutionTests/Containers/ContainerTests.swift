import Foundation
import HTTPTransport
import Model
import TestLanguage
import TestSupport
import Testing

@testable import TestExecution

/// `container` tests with the real podman and an image that is built here.
@Suite(.serialized) struct ContainerTests {
    private let scratch: TemporaryDirectory
    private let environment: [String: String]
    private let installation = "test-\(UUID().uuidString)"

    init() throws {
        scratch = try TemporaryDirectory()
        environment = try ContainerFixture.environment.get()
    }

    private func engine() async throws -> ContainerEngine {
        try #require(
            await ContainerEngine.find(
                environment: environment, owner: ContainerOwner(installation: installation), scratch: scratch.url),
            "podman does not work here: scripts/bootstrap --tests installs it")
    }

    private func run(
        _ arguments: [String], image: String = ContainerFixture.image, timeout: TimeSpan = .seconds(60),
        env: [String: String] = [:], stdin: String? = nil, workingDir: String? = nil,
        assert: [String] = [], prepare: (URL) throws -> Void = { _ in }
    ) async throws -> TaskResult {
        let own = scratch.url.appending(path: "attempt", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        try prepare(own)
        let settings = TestSettings(
            name: "test", timeout: timeout, env: env, assert: try assert.map(AssertionParser.parse))
        let command = CommandSpec(run: arguments, workingDir: workingDir, stdin: stdin)
        return await TestRunner(http: HTTPClient(), machine: Machine(engine: try await engine(), sandbox: nil)).run(
            TestWork(
                definition: TestDefinition(
                    settings: settings, body: .container(try Self.container(image, command))),
                scratch: own))
    }

    /// As it comes from a manifest.
    private static func container(_ image: String, _ command: CommandSpec) throws -> ContainerSpec {
        var tree = try JSONSerialization.jsonObject(with: JSONEncoder().encode(command)) as? [String: Any] ?? [:]
        tree["image"] = image
        return try JSONDecoder().decode(ContainerSpec.self, from: JSONSerialization.data(withJSONObject: tree))
    }

    private func containers() throws -> String {
        try ContainerFixture.output(
            ["ps", "--all", "--filter", "label=dev.rondo.installation=\(installation)", "--format", "{{.Names}}"],
            environment)
    }

    /// Breaks when the entrypoint is the image's, the mount or the working directory is left out, or it is not removed.
    @Test func runsInTheImageWithTheScratchFolder() async throws {
        let result = try await run(
            ["sh", "-c", "pwd; cat in.txt; cat; echo $FROM_IMAGE $HOME; echo made > out.txt; exit 3"], stdin: "given ",
            workingDir: "tool", assert: ["exitCode == 3"]
        ) {
            try FileManager.default.createDirectory(
                at: $0.appending(path: "tool"), withIntermediateDirectories: true)
            try Data("laid ".utf8).write(to: $0.appending(path: "tool/in.txt"))
        }
        #expect(result.outcome == .passed, "\(result)")
        #expect(result.output?.stdout == "/scratch/tool\nlaid given yes /scratch\n")
        #expect(
            try String(contentsOf: scratch.url.appending(path: "attempt/tool/out.txt"), encoding: .utf8) == "made\n")
        #expect(try containers() == "")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path("")) == ["attempt"])
    }

    /// Breaks when values are arguments, or a value is cut at its line break.
    @Test func valuesOfItsEnvironmentAreExactAndNoArguments() async throws {
        let values = [
            "KEY": "-----BEGIN\nline \"two\" $HOME # '\n-----END", "PATH": "/bin:/extra", "DOCKER_HOST": "tcp://inner",
            "EMPTY": "", "SPACED": "  both  ",
        ]
        let script = "printf '%s|' \"$KEY\" \"$PATH\" \"$DOCKER_HOST\" \"${EMPTY-unset}\" \"$SPACED\""
        let result = try await run(["sh", "-c", script], env: values)
        let expected = ["KEY", "PATH", "DOCKER_HOST", "EMPTY", "SPACED"].map { "\(values[$0] ?? "")|" }.joined()
        #expect(result.output?.stdout == expected, "\(result)")
        let variables = try ContainerVariables(values, beside: scratch.path("attempt"))
        defer { variables.removeFile() }
        #expect(!variables.options.contains { $0.contains("BEGIN") || $0.contains("extra") })
        let file = scratch.path("attempt.env")
        #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        let broken = try await run(["true"], env: ["PATH": "a\nb"])
        #expect(broken.outcome == .errored)
        #expect(broken.message == "a container can't be given a variable `PATH` that holds a line break")
    }

    @Test func reachesLoopbackOfTheMachine() async throws {
        let url = try Fixture.url("/")
        let result = try await run(["sh", "-c", "wget -S -O /dev/null '\(url)' 2>&1 | grep -q HTTP/ && echo reached"])
        #expect(result.output?.stdout == "reached\n", "\(result)")
    }

    /// Breaks when the engine's own exit codes are taken for the command's.
    @Test func whatNeverRanIsErroredAndNotFailed() async throws {
        let missing = try await run(["/no/such/program"])
        #expect(missing.outcome == .errored, "\(missing)")
        #expect(missing.message?.hasPrefix("cannot start `\(ContainerFixture.image)`:") == true, "\(missing)")
        let own = try await run(["sh", "-c", "exit 127"])
        #expect(own.outcome == .failed && own.output?.exitCode == 127, "\(own)")
        let option = try await run(["true"], image: "--privileged")
        #expect(option.message == "`--privileged` can't be the name of an image")
        let absent = try await run(["true"], image: "localhost:1/rondo/none:1")
        #expect(absent.outcome == .errored)
        #expect(
            absent.message?.hasPrefix(
                "the image `localhost:1/rondo/none:1` is not on the worker and can't be fetched: ")
                == true, "\(absent)")
        #expect(try containers() == "")
    }

    /// Breaks when the container is left to end by itself.
    @Test func aTimeoutAndACancelRemoveTheContainer() async throws {
        let result = try await run(["sh", "-c", "trap '' TERM; sleep 300"], timeout: .seconds(2))
        #expect(result.outcome == .timedOut, "\(result)")
        #expect(try containers() == "")
        let task = Task { try await run(["sleep", "300"]) }
        #expect(await eventually { (try? containers())?.isEmpty == false })
        task.cancel()
        #expect(try await task.value.outcome == .cancelled)
        #expect(try containers() == "")
    }

    @Test func outputIsBoundedAndKeptNowhereElse() async throws {
        let result = try await run(["sh", "-c", "yes | head -c 2000000; echo end >&2"])
        #expect(result.output?.truncated == true)
        #expect((result.output?.stdout.utf8.count ?? 0) < 100_000)
        #expect(result.output?.stderr == "end\n")
    }

    /// Breaks when the sweep passes over containers of processes that are gone, or takes those of living ones.
    @Test func whatAKilledWorkerLeftIsSweptAndNothingElse() async throws {
        let engine = try await engine()
        let own = engine.owner
        let dead = ContainerOwner(installation: installation, like: own, process: 0x7FFF_FFFE, started: "1")
        func make(_ name: String, installation: String) throws {
            #expect(
                try ContainerFixture.podman(
                    [
                        "create", "--name", name, "--label", "dev.rondo.installation=\(installation)", "--network",
                        "host", ContainerFixture.image,
                    ], environment) == 0)
        }
        let (mine, left, foreign) = (own.newName(), dead.newName(), dead.newName())
        try make(mine, installation: installation)
        try make(left, installation: installation)
        try make(foreign, installation: "another-\(installation)")
        await engine.sweep()
        let names = try ContainerFixture.output(["ps", "--all", "--format", "{{.Names}}"], environment)
        #expect(names.contains(mine) && !names.contains(left) && names.contains(foreign), "\(names)")
        await engine.remove(mine)
        await engine.remove(foreign)
    }

    @Test func isAnnouncedOnlyWhereItWorks() async throws {
        #expect(Machine(engine: try await engine(), sandbox: nil).abilities == [.container])
        let broken = environment.merging(["PATH": "/nowhere"]) { $1 }
        let owner = ContainerOwner(installation: installation)
        #expect(await ContainerEngine.find(environment: broken, owner: owner, scratch: scratch.url) == nil)
        let unusable = environment.merging(["CONTAINERS_CONF": "/dev/null/none"]) { $1 }
        #expect(await ContainerEngine.find(environment: unusable, owner: owner, scratch: scratch.url)?.kind != .podman)
    }
}
