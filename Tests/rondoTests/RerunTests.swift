import Foundation
import Model
import TestSupport
import Testing

/// `rondo test results RUN` and `rondo test rerun`.
struct RerunTests {
    /// Breaks when the definitions of another commit are taken, or a dependency is left out.
    @Test("A failed test of an earlier commit is run here as that run had it, and its results are told again")
    func reruns() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        let suite = ExampleManifests.suite(
            command: "echo ${{ captures.state }} >&2; exit 3", extra: "      dependsOn: [health]"
        ).replacing("expect: { status: 200,", with: "capture: { state: json $.status }\n      expect: { status: 200,")
        try fixture.commit(Shop.files.merging(["suite.yaml": suite]) { $1 })
        let run = try fixture.startController()
        #expect(await eventually { (try? await fixture.runs().count) == 1 }, "\(run.output) \(run.errors)")
        let id = try #require(try await fixture.runs().first?.verdict.run.rawValue)

        let junit = try await fixture.rondo("test", "results", id, "-o", "junit")
        #expect(junit.exit == 1 && junit.output.contains("<testcase classname=\"smoke\" name=\"shell\""), "\(junit)")
        #expect(try await fixture.rondo("test", "results", "run/\(id)").output.contains("exited with 3"))
        #expect(try await fixture.rondo("test", "results", "r-none").exit == 2)

        try fixture.commit(["suite.yaml": ExampleManifests.suite()])
        #expect(await eventually { (try? await fixture.runs().count) == 2 }, "\(run.output) \(run.errors)")
        let again = try await fixture.rondo("test", "rerun", "\(id)/shell", "--local")
        #expect(again.exit == 1, "\(again)")
        for part in ["✔ smoke / health in dev", "✘ smoke / shell", "│ ok", "reproduced: it failed in \(id) and here"] {
            #expect(again.output.contains(part), "\(part) in \(again)")
        }
        for (arguments, exit) in [
            (["\(id)/none", "--local"], 2), (["\(id)/shell"], 64), (["r-none/shell", "--local"], 2),
        ] {
            let refused = try await fixture.rondo(["test", "rerun"] + arguments)
            #expect(refused.exit == Int32(exit), "\(arguments): \(refused)")
        }
        let whole = try await fixture.rondo("test", "rerun", id)
        #expect(whole.exit == 0 && whole.output.contains("passed 2"), "\(whole)")
        await fixture.stop(run)
    }
}
