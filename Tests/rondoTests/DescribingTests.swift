import Foundation
import Model
import TestSupport
import Testing

/// What `describe`, `events` and `why` tell of a real state, with a controller and without.
struct DescribingTests {
    /// A suite whose second test depends on a failing first one.
    private static let failing = """
        apiVersion: rondo.dev/v1
        kind: TestSuite
        metadata: { name: smoke, labels: { team: shop } }
        spec:
          environments: [dev]
          tests:
            - name: health
              rest: { service: shop, path: /health }
              expect: { status: 201 }
            - name: after
              dependsOn: [health]
              command: { run: [echo, hello] }

        """

    /// Without when a report was made.
    private func timeless(_ text: String) -> [Substring] {
        text.split(separator: "\n").filter { !$0.hasPrefix("  \"date\"") && !$0.hasPrefix("  \"since\"") }
    }

    @Test("Both ways of reading a state tell the same, byte by byte")
    func bothPaths() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files.merging(["suite.yaml": Self.failing]) { $1 }, "Expect too much")
        let run = try fixture.startController()
        #expect(
            await eventually { (try? await fixture.runs().count) == 1 }, "\(run.output) \(run.errors)")
        // One worker is enough to run the suite, and the other changes the status when it joins.
        #expect(
            await eventually {
                guard let objects = try? await fixture.objects() else { return false }
                return objects.allSatisfy(\.status.isReady)
                    && objects.contains { $0.status.condition(.workersJoined)?.status == .yes }
            })
        #expect(try await fixture.told(.workerJoined, 2))
        #expect(try await fixture.told(.runFinished))
        let id = try #require(try await fixture.runs().first?.verdict.run.rawValue)
        let subjects = [
            ["describe", "suite/smoke", "-o", "json"], ["describe", "resource/pool", "-o", "yaml"],
            ["describe", "run/\(id)", "-o", "json"], ["describe", "source/default", "-o", "json"],
            ["events", "suite/smoke", "-o", "json"], ["drift", "-o", "json"], ["get", "runs", "-o", "json"],
        ]
        var live: [String] = []
        for arguments in subjects { live.append(try await fixture.rondo(arguments).output) }
        let text = try await fixture.rondo("describe", "suite/smoke").output
        for part in [
            "Name:", "team=shop", "suite.yaml:1:1", "\"Expect too much\"", "Passing", "TestsFailed", "it had never run",
            "health", "failed", "after", "skipped", "`health` did not pass", "expected 201, got 200", "RunFinished",
        ] { #expect(text.contains(part), "\(part) in \(text)") }
        let environment = try await fixture.rondo("describe", "env/dev").output
        #expect(environment.contains("http://127.0.0.1:") && environment.contains("2 of 2 ready"), "\(environment)")
        let worker = try await fixture.rondo("describe", "worker/pool-0").output
        #expect(worker.contains("idle") && worker.contains("os=linux"), "\(worker)")
        await fixture.stop(run)

        for (arguments, before) in zip(subjects, live) {
            let stored = try await fixture.rondo(arguments)
            #expect(timeless(stored.output) == timeless(before), "\(arguments): \(stored.errors)")
        }
        #expect(try await fixture.rondo("describe", "run/\(id)").output.contains("expected 201, got 200"))
        #expect(try await fixture.rondo("describe", "suite/none").exit == 2)
        #expect(try await fixture.rondo("describe", "run/r-none").exit == 2)
        for wrong in [["describe", "suite"], ["describe", "pol/x"], ["why", "source/default"], ["events", "run/x"]] {
            #expect(try await fixture.rondo(wrong).exit == 64, "\(wrong)")
        }
    }

    @Test("why names the commit and the input that made a suite due, and why nothing runs after it")
    func why() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        let changed = try fixture.commit(
            ["suite.yaml": ExampleManifests.suite(command: "exit 0 # again")], "Try once more")
        #expect(await fixture.settles(runs: ["smoke": 2]), "\(run.output) \(run.errors)")
        let newest = try #require(try await fixture.runs().first?.verdict)
        let told = try await fixture.rondo("why", newest.run.rawValue)
        for part in ["main@sha1:\(changed.prefix(7))", "\"Try once more\"", "definition changed (tests[1]", "pool-"] {
            #expect(told.output.contains(part), "\(part) in \(told)")
        }
        let suite = try await fixture.rondo("why", "suite/smoke").output
        #expect(suite.contains("in dev") && suite.contains(newest.run.rawValue), "\(suite)")
        #expect(suite.contains("the inputs did not change since \(changed.prefix(7))"), "\(suite)")
        let pool = try await fixture.rondo("why", "resource/pool").output
        for part in ["added in git", "instance 0 created", "ready for"] {
            #expect(pool.contains(part), "\(part) in \(pool)")
        }
        await fixture.stop(run)
        #expect(try await fixture.rondo("why", "suite/smoke").output.contains("the inputs did not change since"))
    }

    @Test("Events are filtered, bounded, and followed over a restart of the controller")
    func events() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        #expect(try await fixture.rondo("events").exit == 2)
        let first = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(first.output) \(first.errors)")
        let all = try await fixture.rondo("events").output
        #expect(all.hasPrefix("AGE") && all.contains("NewRevision"), "\(all)")
        #expect(try await fixture.rondo("events", "--types", "warning").output == "No events.\n")
        #expect(try await fixture.rondo("events", "-n", "other").output == "No events.\n")
        let one = try await fixture.rondo("events", "--limit", "1", "--since", "1h").output
        #expect(one.split(separator: "\n").count == 2, "\(one)")
        #expect(try await fixture.rondo("events", "--types", "nope").exit == 64)

        let watch = try RondoProcess(
            ["events", "resource/pool", "--watch", "--state", fixture.state], outputIn: fixture.directory.url)
        #expect(await eventually { watch.output.contains("instance 0 created") }, "\(watch.errors)")
        await fixture.stop(first)
        let second = try fixture.startController()
        kill(try #require(fixture.workers().first), SIGKILL)
        #expect(await eventually { watch.output.contains("InstanceLost") }, "\(watch.output) \(watch.errors)")
        // The instance that is made again has another id.
        let created = watch.output.split(separator: "\n").filter { $0.contains("instance 0 created") }
        let ids = Set(created.compactMap { $0.split(separator: " ").last })
        #expect(ids.count == created.count, "nothing is told twice: \(watch.output)")
        watch.signal(SIGINT)
        #expect(await watch.exitCode() == 0)
        await fixture.stop(second)
    }
}

extension RondoFixture {
    /// Runs a command on the state folder to its end.
    func rondo(_ arguments: [String]) async throws -> (exit: Int32?, output: String, errors: String) {
        let process = try RondoProcess(arguments + ["--state", state], outputIn: directory.url)
        let exit = await process.exitCode()
        return (exit, process.output, process.errors)
    }
}
