import Access
import Controller
import Foundation
import Model
import Store
import TestSupport
import Testing

/// What `rondo down` takes and what it leaves, whatever is left of what was known.
struct TeardownTests {
    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")

    /// One instance of a pool, which a store may know.
    private func world(
        tagged: Bool = false, retained: Bool = false, declared: Bool? = nil, remembered: Bool? = nil,
        lateness: Duration = .zero
    ) async throws -> (fixture: ControllerFixture, teardown: Teardown) {
        let fixture = try await ControllerFixture(
            cloud: FakeCloudProvider(terms: CloudTerms(consistency: lateness)))
        let spec = CloudResourceSpec(environment: "dev")
        _ = try await fixture.cloud.create(
            InstanceRequest(
                token: UUID(),
                tags: InstanceTags(
                    installation: fixture.identity.installation, object: pool, ordinal: 0, incarnation: 1,
                    specHash: Digest(rawValue: "h"), deletionPolicy: retained ? .retain : .delete, protected: tagged),
                spec: spec, joinToken: nil))
        if let declared {
            var status = ObjectStatus()
            status.protected = remembered
            try await fixture.store.saveObject(
                ObservedObject(
                    declared: DeclaredObject(
                        identity: pool, annotations: declared ? ["rondo.dev/prune": "disabled"] : [:],
                        spec: .cloudResource(spec)),
                    source: "default", specHash: Digest(rawValue: "h"),
                    revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")), status: status))
        }
        return (
            fixture,
            Teardown(installation: fixture.identity.installation, store: fixture.store, providers: [fixture.cloud])
        )
    }

    /// Breaks when `isProtected` of `Teardown` leaves out what is declared, what is remembered, or the tags.
    @Test("The manifest, what is remembered, and without both the tags protect")
    func protection() async throws {
        func left(tagged: Bool = false, declared: Bool? = nil, remembered: Bool? = nil) async throws -> Int {
            let (fixture, teardown) = try await world(tagged: tagged, declared: declared, remembered: remembered)
            let report = try await teardown.run { _ in }
            #expect(await fixture.cloud.instances.count == report.left.count)
            #expect(try await fixture.store.objects().count == (declared == nil ? 0 : report.left.count))
            return report.left.count
        }
        #expect(try await left() == 0)
        #expect(try await left(tagged: true) == 1)
        #expect(try await left(declared: false) == 0)
        #expect(try await left(declared: true) == 1)
        #expect(try await left(declared: false, remembered: true) == 1)
        #expect(try await left(tagged: true, declared: false, remembered: false) == 0)
    }

    /// Breaks when `isRetained` leaves out the tags, or `run` what a source owns.
    @Test("What the tags retain runs on, and one source takes nothing of another")
    func limits() async throws {
        let (fixture, teardown) = try await world(retained: true)
        #expect(try await teardown.run { _ in }.released.count == 1)
        #expect(await fixture.cloud.released.count == 1)

        let (other, _) = try await world(declared: false)
        let ofOther = Teardown(
            installation: other.identity.installation, store: other.store, providers: [other.cloud], source: "other")
        #expect(try await ofOther.run { _ in }.deleted.isEmpty)
        #expect(await other.cloud.instances.count == 1)
        #expect(try await other.store.objects().count == 1)
    }

    /// Breaks when `everything` takes only what the first list shows.
    @Test("What was made a moment ago and is not listed yet is ended as well, known or not")
    func late() async throws {
        let (fixture, teardown) = try await world(declared: false, lateness: .milliseconds(1))
        let made = try #require(await fixture.cloud.instances.values.first)
        try await fixture.store.saveInstance(made)
        await fixture.cloud.hide(made.id, from: 9)
        let report = try await teardown.run { _ in }
        #expect(report.deleted.map(\.id) == [made.id] && report.forgotten == [pool])
        #expect(await fixture.cloud.instances.isEmpty)

        // Where lists are not late, what they don't show is gone, and nobody says that it was ended.
        let (exact, ofExact) = try await world(declared: false)
        let gone = try #require(await exact.cloud.instances.values.first)
        try await exact.store.saveInstance(gone)
        await exact.cloud.lose(gone.id)
        #expect(try await ofExact.run { _ in }.deleted.isEmpty)

        let (other, ofOther) = try await world(declared: false, lateness: .milliseconds(1))
        let unknown = try #require(await other.cloud.instances.values.first)
        _ = try await other.store.openIntent(
            id: UUID(), object: pool, ordinal: 0, specHash: Digest(rawValue: "h"),
            installation: other.identity.installation, deletionPolicy: .delete, protected: false, now: Date()
        ) { id, _ in id }
        await other.cloud.hide(unknown.id, from: 1)
        #expect(try await ofOther.run { _ in }.deleted.map(\.id) == [unknown.id])
        #expect(await other.cloud.instances.isEmpty)
        #expect(try await other.store.openIntents() == [])
    }
}
