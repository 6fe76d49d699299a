import Foundation
import Model
import TestSupport
import Testing

/// What people type, and what they read and get back.
struct CommandTests {
    @Test func validateReportsEverythingAtOnce() async throws {
        let folder = try TemporaryDirectory()
        try folder.write(ExampleManifests.environment, to: "env.yaml")
        try folder.write(
            """
            apiVersion: rondo.dev/v1
            kind: TestSuite
            metadata: { name: checkout }
            spec:
              environments: [dev]
              tests:
                - name: pay
                  rest: { service: shop, path: /pay }
                  expct: { status: 200 }
                  timeout: 10
            """, to: "suites/checkout.yaml")
        try folder.write("services: {}\n", to: "docker-compose.yaml")
        let broken = try RondoProcess(["validate", folder.path(""), "--verbose"], outputIn: folder.url)
        #expect(await broken.exitCode() == 1)
        #expect(broken.output.contains("suites/checkout.yaml:9:7: unknown field `expct`"), "\(broken.output)")
        #expect(broken.output.contains("did you mean `expect`?"))
        #expect(broken.output.contains("needs a unit, for example `10s`"))
        #expect(broken.output.contains("2 errors in 1 of 2 files."))
        #expect(broken.output.contains("passed over docker-compose.yaml"))
        let json = try RondoProcess(["validate", folder.path(""), "-o", "json"], outputIn: folder.url)
        #expect(await json.exitCode() == 1)
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(json.output.utf8))
        #expect(document["valid"] == .bool(false))
        #expect(document["formatVersion"] == .string("1"))

        try FileManager.default.removeItem(atPath: folder.path("suites/checkout.yaml"))
        let good = try RondoProcess(["validate", folder.path("")], outputIn: folder.url)
        #expect(await good.exitCode() == 0, "\(good.output)")
        let nowhere = try RondoProcess(["validate", folder.path("nowhere")], outputIn: folder.url)
        #expect(await nowhere.exitCode() == 2)
        #expect(nowhere.errors.hasPrefix("error: "))
    }

    @Test func validateNamesTheCircleOfDependencies() async throws {
        let folder = try TemporaryDirectory()
        for (name, other) in [("a", "b"), ("b", "a")] {
            try folder.write(
                """
                apiVersion: rondo.dev/v1
                kind: Environment
                metadata: { name: \(name) }
                spec: { type: dev, dependsOn: [Environment/\(other)] }
                """, to: "\(name).yaml")
        }
        let run = try RondoProcess(["validate", folder.path("")], outputIn: folder.url)
        #expect(await run.exitCode() == 1)
        #expect(run.output.contains("Environment/a → Environment/b → Environment/a"), "\(run.output)")
    }

    @Test func planGetAndDownTellTheSameStory() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let none = try await fixture.rondo("get")
        #expect(none.exit == 2 && none.errors.contains("rondo run"), "\(none)")
        let fresh = try await fixture.rondo("plan", fixture.repository.path)
        #expect(fresh.exit == 1)
        #expect(fresh.output.contains("3 to create"), "\(fresh.output)")

        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(try await fixture.joined())
        let same = try await fixture.rondo("plan")
        #expect(same.exit == 0 && same.output.contains("No changes."), "\(same)")
        try fixture.repository.write(ExampleManifests.pool(replicas: 3), to: "pool.yaml")
        let edited = try await fixture.rondo("plan", fixture.repository.path, "--detailed-exitcode")
        #expect(edited.exit == 2)
        #expect(edited.output.contains("replicas") && edited.output.contains("1 to change"), "\(edited.output)")
        let json = try await fixture.rondo("plan", fixture.repository.path, "-o", "json")
        #expect(json.exit == 1 && json.output.contains("\"formatVersion\" : \"1\""), "\(json.output)")

        let all = try await fixture.rondo("get")
        for text in ["dev", "pool", "2/2", "smoke", "passed 2", "main@sha1:"] {
            #expect(all.output.contains(text), "\(text) in \(all.output)")
        }
        let names = try await fixture.rondo("get", "-o", "name")
        #expect(names.output == "Environment/dev\nCloudResource/pool\nTestSuite/smoke\n")
        for thing in ["env", "pools", "suites", "sources", "workers", "runs", "rules", "caches"] where thing != "pools"
        {
            #expect(try await fixture.rondo("get", thing).exit == 0, "\(thing)")
            #expect(try await fixture.rondo("get", thing, "-o", "yaml").exit == 0, "\(thing)")
        }
        #expect(try await fixture.rondo("get", "pols").exit == 64)
        #expect(try await fixture.rondo("get", "suite/none").exit == 2)
        let live = try await fixture.rondo("get", "resources", "suites", "-o", "json")
        let liveRuns = try await fixture.rondo("get", "runs", "-o", "json")
        await fixture.stop(run)

        // Without a controller the folder itself is read, to the same bytes.
        #expect(try await fixture.rondo("get", "resources", "suites", "-o", "json").output == live.output)
        #expect(try await fixture.rondo("get", "runs", "-o", "json").output == liveRuns.output)
        let id = try #require(try await fixture.runs().first?.verdict.run.rawValue)
        #expect(try await fixture.rondo("get", "run/\(id)").output.contains(id))
        let environments = try await fixture.rondo("get", "environments", "-o", "json")
        #expect(environments.output.contains("NoController"), "\(environments.output)")
        #expect(try await fixture.rondo("plan").exit == 0)
        #expect(try await fixture.rondo("down").exit == 1, "nobody confirmed")
        #expect(fixture.workers().count == 2)
    }

    @Test func aFailingSuiteIsExplainedAndExitsOne() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": """
                apiVersion: rondo.dev/v1
                kind: TestSuite
                metadata: { name: smoke }
                spec:
                  environments: [dev]
                  tests:
                    - name: health
                      rest: { service: shop, path: /health }
                      expect: { status: 201, json: { status: down } }
                    - name: after
                      dependsOn: [health]
                      command: { run: [echo, hello] }
                    - name: tool
                      command: { run: [sh, -c, 'echo boom >&2; exit 3'] }
                """
            ]) { $1 })
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 1, "\(run.output) \(run.errors)")
        for text in ["✘ smoke / health", "expected 201, got 200", "curl", "boom", "failed 2", "skipped 1"] {
            #expect(run.output.contains(text), "\(text) in \(run.output)")
        }
        let id = try #require(try await fixture.runs().first?.verdict.run.rawValue)
        let shown = try await fixture.rondo("get", "run/\(id)")
        #expect(shown.output.contains("expected 201, got 200"))
    }

    @Test func aTaskThatNoWorkerCanRunIsShownAtOnce() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(
            Shop.files.merging([
                "suite.yaml": ExampleManifests.suite(extra: "      needs: { gpu: \"\" }")
            ]) { $1 })
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 2, "\(run.output) \(run.errors)")
        #expect(run.output.contains("missing gpu"), "\(run.output)")
        let get = try await fixture.rondo("get", "suites")
        #expect(get.output.contains("unschedulable: missing gpu"), "\(get.output)")
    }

    @Test func usageErrorsExitWithSixtyFour() async throws {
        let folder = try TemporaryDirectory()
        for arguments in [
            ["run"], ["run", "--source", ".", "--listen", "0.0.0.0"], ["nope"],
            ["run", "--source", ".", "--interval", "10"], ["run", "--source", ".", "--branch", "a", "--ref", "b"],
            ["run", "--source", ".", "--ref", "semver:nonsense"], ["run", "--source", ".", "--ref", "refs/heads/../x"],
        ] {
            let process = try RondoProcess(arguments, outputIn: folder.url)
            #expect(await process.exitCode() == 64, "\(arguments): \(process.errors)")
        }
        let version = try RondoProcess(["version"], outputIn: folder.url)
        #expect(await version.exitCode() == 0)
        #expect(version.output.hasPrefix("rondo "))
        let help = try RondoProcess(["--help"], outputIn: folder.url)
        #expect(await help.exitCode() == 0)
        #expect(!help.output.contains("git-child"))
    }

    @Test func aTakenPortIsAnError() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let data = try Data(contentsOf: URL(filePath: "\(fixture.state)/\(EndpointFile.name)"))
        let endpoint = try JSONDecoder().decode(JSONValue.self, from: data)
        let port = try #require(endpoint["url"]?.string?.split(separator: ":").last.map(String.init))
        let second = try RondoProcess(
            [
                "run", "--source", fixture.repository.path, "--state", fixture.directory.path("other"), "--listen",
                "127.0.0.1:\(port)", "--once",
            ], outputIn: fixture.directory.url)
        #expect(await second.exitCode() == 2)
        #expect(second.errors.contains("in use"), "\(second.errors)")
        await fixture.stop(run)
    }
}
