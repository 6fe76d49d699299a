import Foundation
import Glibc
import Model
import TestSupport
import Testing

@testable import Clouds

/// A local instance that is stopped stands still with everything it started, and goes on where it was.
struct LocalStopTests {
    @Test func theWholeSessionStandsStillAndGoesOn() async throws {
        let fixture = try LocalFixture(script: "(while :; do echo x; sleep 0.05; done) & wait")
        let token = UUID()
        let instance = try await fixture.provider.create(fixture.request(token: token))
        let log = fixture.file(token, "log")
        #expect(await eventually { fixture.text(log).contains("x") })
        try await fixture.provider.stop(instance.id)
        #expect(
            try await eventually {
                try await fixture.provider.list(installation: fixture.installation).map(\.state) == [.stopped]
            })
        // No error either: it stands still.
        try await fixture.provider.stop(instance.id)
        let before = fixture.text(log)
        try await fixture.provider.start(instance.id)
        #expect(await eventually { fixture.text(log).count > before.count })
        #expect(try await fixture.provider.list(installation: fixture.installation).map(\.state) == [.running])
        try await fixture.provider.stop(instance.id)
        // One that stands still can be ended all the same.
        try await fixture.provider.terminate(instance.id)
        #expect(try await fixture.provider.list(installation: fixture.installation).isEmpty)
        await #expect(throws: LocalProviderError.self) { try await fixture.provider.stop(instance.id) }
        await #expect(throws: LocalProviderError.self) {
            try await fixture.provider.stop(InstanceID(rawValue: "i-0abc"))
        }
    }
}
