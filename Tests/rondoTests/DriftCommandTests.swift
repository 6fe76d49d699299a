import Foundation
import Model
import TestSupport
import Testing

/// A worker is killed behind Rondo's back: what `rondo drift` says of it, and what it exits with.
struct DriftCommandTests {
    private func pool(drift: String) -> String {
        ExampleManifests.pool().replacingOccurrences(of: "replicas: 2", with: "replicas: 2, drift: \(drift)")
    }

    @Test("What is reported stays open, with a controller and without")
    func reported() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files.merging(["pool.yaml": pool(drift: "report")]) { $1 })
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(try await fixture.joined(), "\(run.output) \(run.errors)")
        let none = try await fixture.rondo("drift")
        #expect(none.exit == 0 && none.output.contains("0 open. Objects in sync: 3 of 3 (100 %)."), "\(none)")
        kill(try #require(fixture.workers().first), SIGKILL)
        #expect(
            try await eventually { try await fixture.rondo("drift").exit == 1 }, "\(run.output) \(run.errors)")
        let told = try await fixture.rondo("drift")
        for part in ["KIND/NAME", "CloudResource/pool", "missing", "running", "report", "1 open", "2 of 3 (66 %)"] {
            #expect(told.output.contains(part), "\(part) in \(told)")
        }
        #expect(told.errors.isEmpty)
        #expect(try await fixture.rondo("drift", "--environment", "other").exit == 0)
        let json = try await fixture.rondo("drift", "-o", "json", "--environment", "dev")
        let list = try JSONDecoder().decode(JSONValue.self, from: Data(json.output.utf8))
        #expect(json.exit == 1 && list["kind"] == .string("DriftList") && list["formatVersion"] == .string("1"))
        #expect(list["summary"]?["open"] == .integer(1) && list["summary"]?["coverage"] == .integer(66))
        await fixture.stop(run)

        let stored = try await fixture.rondo("drift")
        #expect(stored.exit == 1 && stored.output.contains("1 open"), "\(stored)")
        #expect(stored.errors.contains("no controller runs"), "\(stored)")
        #expect(try await fixture.rondo("describe", "resource/pool").output.contains("Open drift:"))
    }

    @Test("What is put right is listed as healed")
    func corrected() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commit(Shop.files)
        let run = try fixture.startController()
        #expect(await fixture.settles(runs: ["smoke": 1]), "\(run.output) \(run.errors)")
        #expect(try await fixture.joined(), "\(run.output) \(run.errors)")
        kill(try #require(fixture.workers().first), SIGKILL)
        #expect(
            try await eventually { try await fixture.rondo("drift").output.contains("correct → healed") },
            "\(run.output) \(run.errors)")
        let told = try await fixture.rondo("drift")
        #expect(told.exit == 0 && told.output.contains("0 open, 1 healed in the last 24h."), "\(told)")
        await fixture.stop(run)
    }
}
