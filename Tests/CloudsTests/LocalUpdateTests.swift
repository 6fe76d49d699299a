import Foundation
import Glibc
import Model
import TestSupport
import Testing

@testable import Clouds

/// What becomes of a local instance after it was made.
struct LocalUpdateTests {
    @Test("Tags and settings are changed without another process, and are there after a restart")
    func update() async throws {
        let fixture = try LocalFixture()
        let token = UUID()
        let made = try await fixture.provider.create(fixture.request(token: token))
        let tags = made.tags.with(specHash: Digest(rawValue: "new"), fixedHash: Digest(rawValue: "f"))
        let spec = CloudResourceSpec(environment: "dev", worker: WorkerSpec(capabilities: ["tpu"]))
        let changed = try await fixture.provider.update(made.id, InstanceUpdate(tags: tags, spec: spec))
        #expect(changed.id == made.id && changed.tags == tags && changed.state == .running)
        #expect(try await fixture.restarted().list(installation: fixture.installation).map(\.tags) == [tags])
        // Tags alone leave the settings as they are.
        let protected = tags.with(TagChange(deletionPolicy: .retain, protected: true))
        _ = try await fixture.provider.update(made.id, InstanceUpdate(tags: protected))
        let text = fixture.text(fixture.file(token, InstanceFile.name))
        let file = try JSONDecoder().decode(InstanceFile.self, from: Data(text.utf8))
        #expect(file.tags == protected && file.worker == spec.worker && !file.released)
        var facts = stat()
        #expect(stat(fixture.file(token, InstanceFile.name), &facts) == 0 && facts.st_mode & 0o777 == 0o600)
        try await fixture.provider.terminate(made.id)
        await #expect(throws: LocalProviderError.gone(made.id)) {
            try await fixture.provider.update(made.id, InstanceUpdate(tags: tags))
        }
    }

    @Test("A released one lives on and is not listed, however often")
    func release() async throws {
        let fixture = try LocalFixture()
        let token = UUID()
        let made = try await fixture.provider.create(fixture.request(token: token))
        for _ in 0..<2 { try await fixture.provider.release(made.id) }
        #expect(try await fixture.provider.list(installation: fixture.installation).isEmpty)
        #expect(try await fixture.restarted().list(installation: fixture.installation).isEmpty)
        let pid = try #require(LocalInstanceID(made.id)).pid
        #expect(kill(pid, 0) == 0)
        #expect(fixture.exists(fixture.file(token, InstanceFile.name)), "a living one keeps its folder")
        try await fixture.provider.release(InstanceID(rawValue: "local-00000000-2-3"))
    }
}
