import Access
import Controller
import Foundation
import Model
import Planning
import Store
import TestSupport
import Testing

/// A creation whose answer was lost is settled before anything is done that could leave behind what it made.
struct OpenIntentTests {
    private let old = Digest(rawValue: "old")
    private let spec = CloudResourceSpec(environment: "dev", replicas: 1, worker: WorkerSpec())
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))
    private var pool: DeclaredObject { DeclaredObject(identity: .pool, spec: .cloudResource(spec)) }

    /// A pool whose first instance was made, or not, without anybody having heard of it.
    private func world(made: Bool) async throws -> (fixture: ControllerFixture, context: ReconcileContext) {
        let fixture = try await ControllerFixture()
        let object = ObservedObject(
            declared: pool, source: "default", specHash: Digests.specHash(of: pool), revision: revision,
            status: ObjectStatus())
        try await fixture.store.saveObject(object)
        let intent = try await fixture.store.openIntent(
            id: UUID(), object: .pool, ordinal: 0, specHash: old, installation: fixture.identity.installation,
            deletionPolicy: .delete, protected: false, now: Date()
        ) { id, _ in id }
        if made {
            _ = try await fixture.cloud.create(
                InstanceRequest(token: intent.token, tags: intent.tags, spec: spec, joinToken: nil))
        }
        var observation = Observation()
        observation.objects[.pool] = object
        let context = ReconcileContext(
            services: fixture.controller().services,
            set: DesiredSet(source: "default", revision: revision, objects: [pool]), isKnown: true,
            observation: observation, specHash: Digests.specHash(of:))
        return (fixture, context)
    }

    /// Breaks when `create` leaves out `settleOutdated`.
    @Test("Another definition of an ordinal is made only when it is known what became of the one before")
    func otherDefinition() async throws {
        let action = PlannedAction(
            object: .pool, operation: .createInstance(ordinal: 0, specHash: Digests.instanceHash(of: spec)),
            reason: .instanceMissing(ordinal: 0))
        let (fixture, context) = try await world(made: true)
        _ = try await CloudResourceReconciler().carryOut(action, in: context)
        #expect(await fixture.cloud.created.count == 1)
        #expect(try await fixture.store.instances().map(\.tags.specHash) == [old])
        #expect(try await fixture.store.openIntents() == [])

        let (empty, nothing) = try await world(made: false)
        _ = try await CloudResourceReconciler().carryOut(action, in: nothing)
        #expect(await empty.cloud.created.map(\.tags.specHash) == [Digests.instanceHash(of: spec)])
        #expect(await empty.cloud.created.map(\.tags.incarnation) == [2])
    }

    /// Breaks when `forget` settles no open intent.
    @Test("An object is not forgotten while something that it asked for may turn up")
    func forgetting() async throws {
        let action = PlannedAction(object: .pool, operation: .deleteObject, reason: .removedFromGit)
        let (fixture, context) = try await world(made: true)
        _ = try await CloudResourceReconciler().carryOut(action, in: context)
        #expect(try await fixture.store.objects().map(\.identity) == [.pool])
        #expect(try await fixture.store.instances().count == 1)

        let (empty, nothing) = try await world(made: false)
        _ = try await CloudResourceReconciler().carryOut(action, in: nothing)
        #expect(try await empty.store.objects() == [])
        #expect(try await empty.store.openIntents() == [])
    }

    /// Breaks when `create` fails no intent whose token's instance has ended, or whose first try found no place.
    @Test(
        "A token that can make nothing any more is given up, and the next try has another",
        arguments: [FakeCloudProvider.Fault.token(.ended("gone")), .refused("none left")])
    func spentToken(_ fault: FakeCloudProvider.Fault) async throws {
        let (fixture, context) = try await world(made: false)
        for intent in try await fixture.store.openIntents() { try await fixture.store.failIntent(intent.id) }
        let action = PlannedAction(
            object: .pool, operation: .createInstance(ordinal: 0, specHash: Digests.instanceHash(of: spec)),
            reason: .instanceMissing(ordinal: 0))
        await fixture.cloud.fail(next: fault)
        await #expect(throws: (any Error).self) {
            _ = try await CloudResourceReconciler().carryOut(action, in: context)
        }
        #expect(try await fixture.store.openIntents() == [])
        _ = try await CloudResourceReconciler().carryOut(action, in: context)
        #expect(await fixture.cloud.created.map(\.tags.incarnation) == [3])
    }

    /// Breaks when `create` leaves out `settleTaken`, or tries a token again that is another request's.
    @Test("What a token made that is another request's is looked for, and made anew only when there is nothing")
    func takenToken() async throws {
        let hash = Digests.instanceHash(of: spec)
        let action = PlannedAction(
            object: .pool, operation: .createInstance(ordinal: 0, specHash: hash),
            reason: .instanceMissing(ordinal: 0))
        for made in [true, false] {
            let (fixture, context) = try await world(made: false)
            for intent in try await fixture.store.openIntents() { try await fixture.store.failIntent(intent.id) }
            await fixture.cloud.fail(next: made ? .answerLost : .token(.taken("differs")))
            await #expect(throws: (any Error).self) {
                _ = try await CloudResourceReconciler().carryOut(action, in: context)
            }
            #expect(try await fixture.store.openIntents().count == 1)
            if made {
                await fixture.cloud.fail(next: .token(.taken("differs")))
                await #expect(throws: CreationTokenError.taken("differs")) {
                    _ = try await CloudResourceReconciler().carryOut(action, in: context)
                }
            }
            _ = try await CloudResourceReconciler().carryOut(action, in: context)
            #expect(await fixture.cloud.created.map(\.tags.incarnation) == [made ? 2 : 3])
            #expect(try await fixture.store.openIntents() == [])
            #expect(try await fixture.store.instances().count == 1)
        }
    }
}
