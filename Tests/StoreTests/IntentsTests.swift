import Foundation
import Model
import Store
import TestSupport
import Testing

struct IntentsTests {
    private let fixture: Fixture
    private var store: Store { fixture.store }

    init() async throws { fixture = try await Fixture() }

    @Test func anIntentIsThereBeforeAnythingIsMadeAndAfterARestart() async throws {
        let token = UUID()
        let id = UUID()
        let intent = try await open(0, id: id) { given, incarnation in
            #expect(given == id)
            #expect(incarnation == 1)
            return token
        }
        #expect(intent.token == token)
        #expect(intent.tags == Fixture.tags(0))
        #expect(intent.state == .open)
        try store.close()
        let next = try await Store.open(directory: fixture.folder.url)
        #expect(try await next.openIntents() == [intent])
    }

    /// Breaks when `openIntent` takes the highest incarnation instead of one more.
    @Test func incarnationsCountAcrossIntentsInstancesAndNotes() async throws {
        try await store.settleIntent(try await open(0).id, instance: InstanceID(rawValue: "i1"))
        #expect(try await open(0).tags.incarnation == 2)
        #expect(try await open(1).tags.incarnation == 1)
        for intent in try await store.openIntents() { try await store.failIntent(intent.id) }
        #expect(try await open(0).tags.incarnation == 3)

        try await store.saveInstance(Fixture.instance("i7", ordinal: 2, incarnation: 7))
        try await store.deleteInstance(InstanceID(rawValue: "i7"))
        #expect(try await open(2).tags.incarnation == 8)

        try await store.replaceInstances([Fixture.instance("i9", ordinal: 3, incarnation: 9)])
        try await store.replaceInstances([])
        #expect(try await open(3).tags.incarnation == 10)

        try await store.noteIncarnation(Fixture.pool, ordinal: 4, incarnation: 5)
        try await store.noteIncarnation(Fixture.pool, ordinal: 4, incarnation: 2)
        #expect(try await open(4).tags.incarnation == 6)
    }

    @Test func oneOrdinalHasOneOpenIntent() async throws {
        let first = try await open(0)
        await #expect(throws: StoreError.intentOpen(object: Fixture.pool, ordinal: 0)) { try await open(0) }
        #expect(try await store.openIntents() == [first])
        try await store.failIntent(first.id)
        #expect(try await store.openIntents().isEmpty)
        _ = try await open(0)
    }

    @Test func ofManyAtOnceOneOpens() async throws {
        let opened = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<10 { group.addTask { try? await open(0).tags.incarnation } }
            return await group.reduce(into: [Int]()) { opened, incarnation in incarnation.map { opened.append($0) } }
        }
        #expect(opened == [1])
    }

    @Test func aSettledIntentStaysSettled() async throws {
        let intent = try await open(0)
        try await store.settleIntent(intent.id, instance: InstanceID(rawValue: "i1"))
        try await store.failIntent(intent.id)
        #expect(try await store.openIntents().isEmpty)
        #expect(try await open(0).tags.incarnation == 2)
    }

    @discardableResult
    private func open(
        _ ordinal: Int, id: UUID = UUID(), token: @escaping @Sendable (UUID, Int) -> UUID = { _, _ in UUID() }
    ) async throws -> Intent {
        try await store.openIntent(
            id: id, object: Fixture.pool, ordinal: ordinal, specHash: Fixture.digest,
            installation: InstallationID(rawValue: "i"), deletionPolicy: .retain, protected: true, now: Fixture.time,
            token: token)
    }
}
