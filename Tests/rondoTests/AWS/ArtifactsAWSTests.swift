import Foundation
import Model
import Store
import TestSupport
import Testing

/// Files of tests on their way into a bucket, with the real executable, moto, the AWS CLI and curl.
@Suite(.serialized) struct ArtifactsAWSTests {
    private static func environment(_ bucket: String = "artifacts", extra: String = "") -> String {
        """
        apiVersion: rondo.dev/v1
        kind: Environment
        metadata: { name: dev }
        spec:
          type: dev
          artifacts: { provider: aws, bucket: \(bucket), prefix: ci/rondo\(extra) }

        """
    }

    private static func suite(_ command: String) -> String {
        """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: smoke }
        spec:
          environments: [dev]
          tests:
            - name: a/b test
              command: { run: [sh, -c, '\(command)'] }
              artifacts: { paths: [out/**] }

        """
    }

    private static let writes = #"mkdir -p out; printf hello > "out/päper a+b.txt"; printf x > out/x"#

    private func fixture(bucket: Bool = true) async throws -> AWSFixture? {
        guard let fixture = try AWSFixture() else { return nil }
        if bucket { _ = try await fixture.server.cli("s3api", "create-bucket", "--bucket", "artifacts") }
        return fixture
    }

    private func keys(_ fixture: AWSFixture) async throws -> [String] {
        let answer =
            try await fixture.server.cli("s3api", "list-objects-v2", "--bucket", "artifacts") as? [String: Any]
        return (answer?["Contents"] as? [[String: Any]] ?? []).compactMap { $0["Key"] as? String }.sorted()
    }

    /// Breaks when retention is set with uploads alone, or nothing is said at the Environment of what waits.
    @Test(
        "A changed retention is in force without an upload; what waits for a bucket stands in the Environment's status")
    func retention() async throws {
        guard let fixture = try await fixture() else { return }
        defer { fixture.end() }
        func days() async throws -> [Int] {
            let answer =
                try await fixture.server.cli("s3api", "get-bucket-lifecycle-configuration", "--bucket", "artifacts")
                as? [String: Any]
            let rules = answer?["Rules"] as? [[String: Any]] ?? []
            return rules.compactMap { ($0["Expiration"] as? [String: Any])?["Days"] as? Int }
        }
        func condition() async throws -> Condition? {
            try await fixture.rondo.objects().first { $0.identity.kind == .environment }?.status
                .condition(.artifactsStored)
        }
        let first = try await fixture.converge(["env.yaml": Self.environment(extra: ", retention: 3d")])
        #expect(first.exit == 0, "\(first.output)")
        #expect(try await days() == [3])
        #expect(try await fixture.converge(["env.yaml": Self.environment(extra: ", retention: 9d")]).exit == 0)
        #expect(try await days() == [9])
        #expect(try await condition() == nil)
        try fixture.rondo.commit([
            "env.yaml": Self.environment("missing"), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": Self.suite(Self.writes),
        ])
        let run = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(try await eventually { try await condition()?.status == .no }, "\(run.output)")
        let message = try await condition()?.message ?? ""
        #expect(message.hasPrefix("2 wait: env.yaml:") && message.contains("NoSuchBucket"), "\(message)")
        try fixture.rondo.commit(["env.yaml": Self.environment()])
        #expect(try await eventually { try await condition() == nil }, "\(run.output)")
        await fixture.rondo.stop(run)
        #expect(try await fixture.server.violations() == [])
    }

    private func forgetDisk(_ fixture: AWSFixture) throws {
        try FileManager.default.removeItem(atPath: "\(fixture.rondo.state)/artifacts")
    }

    /// Breaks when a result is recorded without its uploads, a link is not signed as it is sent, or a bucket is read by
    /// what its Environment says now.
    @Test("What a test leaves is in the bucket, has a link, and is read from there when the disk has it no more")
    func life() async throws {
        guard let fixture = try await fixture() else { return }
        defer { fixture.end() }
        let run = try await fixture.converge([
            "env.yaml": Self.environment(extra: ", retention: 36h"), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": Self.suite(Self.writes),
        ])
        #expect(run.exit == 0, "\(run.output)")
        let id = try #require(try await fixture.rondo.runs().first).verdict.run
        let folder = "ci/rondo/default/dev/\(id)/a%2Fb test/1/out"
        #expect(try await keys(fixture) == ["\(folder)/päper a+b.txt", "\(folder)/x"])
        let rules =
            try await fixture.server.cli("s3api", "get-bucket-lifecycle-configuration", "--bucket", "artifacts")
            as? [String: Any]
        let rule = (rules?["Rules"] as? [[String: Any]])?.first
        #expect((rule?["Expiration"] as? [String: Any])?["Days"] as? Int == 2)
        #expect((rule?["Filter"] as? [String: Any])?["Prefix"] as? String == "ci/rondo/default/dev/")

        try forgetDisk(fixture)
        try await read(id, fixture)
        // The Environment says otherwise meanwhile.
        let moved = try await fixture.converge([
            "env.yaml": Self.environment().replacing(
                "  artifacts: { provider: aws, bucket: artifacts, prefix: ci/rondo }\n", with: "")
        ])
        #expect(moved.exit == 0, "\(moved.output)")
        let controller = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(await eventually { controller.output.contains("objects ready") }, "\(controller.output)")
        try await read(id, fixture)
        await fixture.rondo.stop(controller)
        #expect(try await fixture.server.violations() == [])
    }

    private func read(_ id: RunID, _ fixture: AWSFixture) async throws {
        let environment = fixture.server.environment
        let listed = try await fixture.rondo.rondo("test", "artifacts", id.rawValue, environment: environment)
        #expect(listed.exit == 0, "\(listed)")
        let line = listed.output.split(separator: "\n").first { $0.hasPrefix("out/päper a+b.txt: http") }
        let link = try #require(line?.split(separator: " ").last.map(String.init), "\(listed.output)")
        #expect(try SpawnedProcess.run("/usr/bin/curl", ["-sS", "-f", link]).output == "hello")
        let json = try await fixture.rondo.rondo(
            "test", "artifacts", id.rawValue, "-o", "json", environment: environment)
        #expect(json.output.contains(#""state" : "kept""#) && json.output.contains("X-Amz-Signature="), "\(json)")
        let target = fixture.rondo.directory.path("downloaded-\(UUID().uuidString)")
        let fetched = try await fixture.rondo.rondo(
            "test", "artifacts", id.rawValue, "a/b test", "--download", target, environment: environment)
        #expect(fetched.output == "2 files, 6B in \(target)\n", "\(fetched)")
        #expect(try String(contentsOfFile: "\(target)/out/päper a+b.txt", encoding: .utf8) == "hello")
    }

    /// Breaks when uploads are written down in another transaction than the result, or only in memory.
    @Test("Killed between the result and the bucket, nothing is lost")
    func killed() async throws {
        guard let fixture = try await fixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.commit([
            "env.yaml": Self.environment(), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": Self.suite(Self.writes),
        ])
        try await fixture.server.fault("PutObject", count: 50, ["html": 503])
        let controller = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(
            await eventually {
                (try? await fixture.rondo.runs())?.first?.verdict.outcome == .passed
            }, "\(controller.output)")
        controller.signal(SIGKILL)
        _ = await controller.exitCode()
        #expect(try await keys(fixture).isEmpty)
        let waiting = try await fixture.rondo.rondo(
            "test", "artifacts", "smoke", environment: fixture.server.environment)
        #expect(waiting.output.contains("out/x: waits for s3://artifacts/ci/rondo/default/dev/"), "\(waiting)")
        try await fixture.server.clearFaults()
        let again = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(await eventually { (try? await keys(fixture).count) == 2 }, "\(again.output)")
        await fixture.rondo.stop(again)
    }

    /// Breaks when what a bucket does not take is dropped, told again and again, or bound to a name that was wrong.
    @Test("A bucket that is not there is told once at its field; the files wait, and go where git says then")
    func missing() async throws {
        guard let fixture = try await fixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.commit([
            "env.yaml": Self.environment("nowhere"), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": Self.suite(Self.writes),
        ])
        let controller = try fixture.rondo.startController(environment: fixture.server.environment)
        let told = "env.yaml:6:39: artifacts.bucket: s3:PutObject in us-east-1: NoSuchBucket"
        #expect(await eventually { controller.output.contains(told) }, "\(controller.output)")
        let target = fixture.rondo.directory.path("downloaded")
        let fetched = try await fixture.rondo.rondo("test", "artifacts", "smoke", "--download", target)
        #expect(fetched.exit == 0 && fetched.output.hasPrefix("2 files"), "\(fetched)")
        try fixture.rondo.commit(["env.yaml": Self.environment()])
        #expect(await eventually { (try? await keys(fixture).count) == 2 }, "\(controller.output)")
        #expect(await eventually { controller.output.contains("its bucket takes files again") }, "\(controller.output)")
        let events = try await fixture.rondo.rondo("events", "-o", "json")
        #expect(events.output.components(separatedBy: "ArtifactsWaiting").count == 2, "\(events.output)")
        await fixture.rondo.stop(controller)
    }

    /// Breaks when a file, or a part of one, is held as a whole.
    @Test("A large file goes through the controller without being held")
    func memory() async throws {
        guard let fixture = try await fixture() else { return }
        defer { fixture.end() }
        try fixture.rondo.commit([
            "env.yaml": Self.environment(), "pool.yaml": ExampleManifests.pool(replicas: 1),
            "suite.yaml": Self.suite("mkdir out; head -c 200M /dev/zero > out/large"),
        ])
        let controller = try fixture.rondo.startController(environment: fixture.server.environment)
        #expect(
            await eventually(within: .seconds(240)) { (try? await keys(fixture).count) == 1 }, "\(controller.output)")
        let status = try String(contentsOfFile: "/proc/\(controller.pid)/status", encoding: .utf8)
        let peak = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }?.split(separator: " ")
            .compactMap { Int($0) }.first
        #expect(try #require(peak) < 180 << 10, "\(status)")
        await fixture.rondo.stop(controller)
    }
}
