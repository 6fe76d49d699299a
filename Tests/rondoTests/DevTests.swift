import Foundation
import Model
import Store
import TestSupport
import Testing

/// `rondo dev`: a working tree without a commit, taken down at the end.
struct DevTests {
    private func write(_ text: String, _ name: String, in folder: URL) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }

    private func start(_ fixture: RondoFixture, _ folder: URL, _ extra: [String] = []) throws -> RondoProcess {
        try RondoProcess(
            [
                "dev", folder.path, "--interval", "100ms", "--observe-interval", "200ms", "--state", fixture.state,
            ] + extra, outputIn: fixture.directory.url)
    }

    @Test func uncommittedEditsAreFollowedAndEverythingIsTakenDownAtTheEnd() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let folder = fixture.directory.url.appending(path: "tree")
        try write(ExampleManifests.environment, "env.yaml", in: folder)
        try write(ExampleManifests.pool(replicas: 1), "pool.yaml", in: folder)
        try write(ExampleManifests.suite(), "suite.yaml", in: folder)
        let dev = try start(fixture, folder)
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(dev.output) \(dev.errors)")

        try write(ExampleManifests.suite(command: "exit 1"), "suite.yaml", in: folder)
        #expect(
            try await eventually { try await fixture.runs().contains { $0.verdict.outcome == .failed } },
            "\(dev.output) \(dev.errors)")
        try write("kind: [TestSuite", "suite.yaml", in: folder)
        #expect(try await eventually { try await fixture.source()?.diagnostics.isEmpty == false })
        try write(ExampleManifests.suite(), "suite.yaml", in: folder)
        #expect(
            try await eventually { try await fixture.runs().filter { $0.verdict.outcome == .passed }.count == 2 },
            "\(dev.output) \(dev.errors)")

        dev.signal(SIGINT)
        #expect(await dev.exitCode() == 0, "\(dev.output) \(dev.errors)")
        #expect(fixture.workers().isEmpty)
        #expect(dev.output.contains("1 instance deleted"), "\(dev.output)")
    }

    @Test func withKeepWhatWasMadeStaysUntilDown() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let folder = fixture.directory.url.appending(path: "tree")
        try write(ExampleManifests.environment, "env.yaml", in: folder)
        try write(ExampleManifests.pool(replicas: 1), "pool.yaml", in: folder)
        let dev = try start(fixture, folder, ["--keep"])
        #expect(try await eventually { try await fixture.objects().allSatisfy(\.status.isReady) })
        #expect(try await eventually { try await fixture.instances().count == 1 }, "\(dev.output) \(dev.errors)")
        dev.signal(SIGINT)
        _ = await dev.exitCode()
        #expect(fixture.workers().count == 1)
        let down = try await fixture.rondo("down", "--yes")
        #expect(down.exit == 0, "\(down.output) \(down.errors)")
        #expect(fixture.workers().isEmpty)
    }

    @Test func aFolderThatIsNotThereIsAnError() async throws {
        let fixture = try RondoFixture()
        let dev = try RondoProcess(["dev", "/nowhere", "--state", fixture.state], outputIn: fixture.directory.url)
        #expect(await dev.exitCode() == 2)
        #expect(dev.errors.contains("no folder `/nowhere`"), "\(dev.errors)")
    }
}
