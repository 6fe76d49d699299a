import Foundation
import TestSupport
import Testing

/// `examples/rest` with the real executable.
struct RestExampleTests {
    @Test func everyRequestOfTheExamplePasses() async throws {
        let fixture = try RondoFixture()
        defer { fixture.end() }
        try fixture.commitExample("rest")
        let run = try fixture.startController(["--once"])
        #expect(await run.exitCode() == 0, "\(run.output) \(run.errors)")
        let described = try await fixture.rondo("describe", "suite/shop", "-o", "json")
        #expect(described.exit == 0)
        #expect(described.output.contains(#""passed" : 6"#), "\(described.output)")
        let polled = try await fixture.rondo("logs", "shop", "the upload is worked off")
        #expect(polled.output.contains("/imports/7 → 200 in "), "\(polled)")
        #expect(polled.output.contains(", 3 polls"), "\(polled)")
    }
}
