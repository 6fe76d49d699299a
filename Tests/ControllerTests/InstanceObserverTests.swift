import Access
import Foundation
import Model
import Store
import TestSupport
import Testing

@testable import Controller

/// What is found by its tags is taken up as what it is.
struct InstanceObserverTests {
    /// Breaks when `adopt` compares object and ordinal instead of all tags, or leaves the intent open.
    @Test("An adopted instance closes the intent that made it and no other, and its incarnation is never used again")
    func adopts() async throws {
        let fixture = try await ControllerFixture()
        let observer = InstanceObserver(services: fixture.controller().services)
        func open() async throws -> Intent {
            try await fixture.store.openIntent(
                id: UUID(), object: .pool, ordinal: 0, specHash: Digest(rawValue: "new"),
                installation: fixture.identity.installation, deletionPolicy: .delete, protected: false, now: Date()
            ) { id, _ in id }
        }
        let intent = try await open()
        let stranger = InstanceTags(
            installation: fixture.identity.installation, object: .pool, ordinal: 0, incarnation: 7,
            specHash: Digest(rawValue: "old"))
        try await observer.adopt(
            ObservedInstance(id: InstanceID(rawValue: "i-old"), state: .running, tags: stranger))
        #expect(try await fixture.store.openIntents().map(\.id) == [intent.id])

        try await observer.adopt(
            ObservedInstance(id: InstanceID(rawValue: "i-new"), state: .running, tags: intent.tags))
        #expect(try await fixture.store.openIntents() == [])
        #expect(try await fixture.store.instances().map(\.id.rawValue).sorted() == ["i-new", "i-old"])
        #expect(try await open().tags.incarnation == 8)
    }
}
