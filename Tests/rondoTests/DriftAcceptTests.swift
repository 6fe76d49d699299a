import Foundation
import Model
import TestSupport
import Testing

/// Drift that people want to keep: the patch, or the branch, after which there is none.
struct DriftAcceptTests {
    private static let pool = """
        # The shop's workers.
        apiVersion: rondo.dev/v1
        kind: CloudResource
        metadata:
          name: pool
        spec:
          environment: dev   # never staging
          provider: local
          type: process
          replicas: 2        # one is too few
          drift: report

        """

    private func git(_ fixture: RondoFixture, _ arguments: String...) throws -> (status: Int32, output: String) {
        let git = try SpawnedProcess.run("/usr/bin/env", ["git", "-C", fixture.repository.path] + arguments)
        return (git.exit, git.output)
    }

    @Test("The patch edits the manifest in its place; once it is committed, nothing is open")
    func accepted() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pools/pool.yaml": Self.pool])
        let run = try fixture.startController()
        #expect(try await fixture.joined(), "\(run.output) \(run.errors)")
        let tree = fixture.repository.path
        #expect(try await fixture.rondo("drift", "accept", "--to", tree).exit == 1)
        // The worker of the last ordinal.
        let last = try #require(try await fixture.instances().first { $0.tags.ordinal == 1 }?.id.rawValue)
        kill(try #require(pid_t(last.split(separator: "-")[2])), SIGKILL)
        #expect(try await eventually { try await fixture.rondo("drift").exit == 1 }, "\(run.errors)")

        let branch = try await fixture.rondo("drift", "accept", "--to", tree, "--branch", "keep")
        #expect(branch.exit == 0 && branch.output.contains("branch keep holds the change"), "\(branch)")
        let shown = try git(fixture, "show", "keep", "--format=%s", "--stat")
        #expect(shown.output.contains("Accept drift of CloudResource/pool") && shown.output.contains("pools/pool.yaml"))
        #expect(try git(fixture, "status", "--porcelain").output.isEmpty)
        #expect(try await fixture.rondo("drift", "accept", "--to", tree, "--branch", "keep").exit == 2)

        let patch = try await fixture.rondo("drift", "accept", "resource/pool", "--to", tree)
        #expect(patch.exit == 0 && patch.output.contains("+  replicas: 1        # one is too few\n"), "\(patch)")
        #expect(patch.output.split(separator: "\n").filter { $0.hasPrefix("-") && !$0.hasPrefix("---") }.count == 1)
        let file = fixture.directory.url.appending(path: "keep.patch")
        try Data(patch.output.utf8).write(to: file)
        let applied = try git(fixture, "apply", file.path(percentEncoded: false))
        #expect(applied.status == 0, "\(applied)")
        #expect(try git(fixture, "diff", "--exit-code", "keep").status == 0, "the branch holds what the patch makes")
        #expect(try git(fixture, "commit", "-aqm", "Keep one").status == 0)
        #expect(
            try await eventually {
                let told = try await fixture.rondo("drift")
                return told.exit == 0 && told.output.contains("1 ended by a commit")
            }, "\(run.output)")
        #expect(fixture.workers().count == 1)
        await fixture.stop(run)
    }

    @Test("A tree that does not declare the object is refused, and one with an edited file gets no branch")
    func refused() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(["env.yaml": ExampleManifests.environment, "pool.yaml": Self.pool])
        let run = try fixture.startController()
        #expect(try await fixture.joined(), "\(run.output) \(run.errors)")
        kill(try #require(fixture.workers().last), SIGKILL)
        #expect(try await eventually { try await fixture.rondo("drift").exit == 1 }, "\(run.errors)")
        let empty = try TemporaryDirectory()
        let nowhere = try await fixture.rondo("drift", "accept", "--to", empty.path(""))
        #expect(nowhere.exit == 2 && nowhere.errors.contains("declares no CloudResource/pool"), "\(nowhere)")
        try fixture.repository.write(Self.pool + "# edited\n", to: "pool.yaml")
        let edited = try await fixture.rondo(
            "drift", "accept", "--to", fixture.repository.path, "--branch", "keep")
        #expect(edited.exit == 2 && edited.errors.contains("differs from the last commit"), "\(edited)")
        await fixture.stop(run)
    }
}
