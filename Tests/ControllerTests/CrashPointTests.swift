import Access
import Controller
import Foundation
import Model
import Planning
import Store
import Synchronization
import TestSupport
import Testing

/// Whatever write of an action is the last one, the next life makes nothing twice and ends nothing uncounted.
struct CrashPointTests {
    /// Ends a controller at one of its writes, before or after it stands.
    private final class Crashing: StoreGate {
        private struct Crash: Error {}
        private struct State {
            var left = 0
            var isAfter = false
        }
        private let state = Mutex(State())

        func arm(_ write: Int, isAfter: Bool) { state.withLock { $0 = State(left: write, isAfter: isAfter) } }

        func enter(_ access: StoreAccess, _ file: String) throws {
            guard access == .write, file == "control.db" else { return }
            let isDead = state.withLock { state in
                state.left -= 1
                return state.left == 0 && !state.isAfter
            }
            if isDead { throw Crash() }
        }

        func leave(_ access: StoreAccess, _ file: String) throws {
            guard access == .write, file == "control.db" else { return }
            if state.withLock({ $0.left == 0 && $0.isAfter }) { throw Crash() }
        }
    }

    private let spec = CloudResourceSpec(environment: "dev", replicas: 1, worker: WorkerSpec())
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))
    private var pool: DeclaredObject { DeclaredObject(identity: .pool, spec: .cloudResource(spec)) }

    /// What one life carries an action out with: all that it knows stands in the store.
    private func context(_ fixture: ControllerFixture) async throws -> ReconcileContext {
        var observation = Observation()
        for object in try await fixture.store.objects() { observation.objects[object.identity] = object }
        for instance in try await fixture.store.instances() { observation.instances[instance.id] = instance }
        return ReconcileContext(
            services: fixture.controller().services,
            set: DesiredSet(source: "default", revision: revision, objects: [pool]), isKnown: true,
            observation: observation, specHash: Digests.specHash(of:))
    }

    private static let points = (1...5).flatMap { write in [false, true].map { (write, $0) } }

    /// Breaks when `create` closes its intent before the instance is stored, when the intent is not stored before the
    /// creation, or when an open intent is not taken up.
    @Test("A creation makes one instance, wherever it was cut off", arguments: points)
    func creation(write: Int, isAfter: Bool) async throws {
        let gate = Crashing()
        let fixture = try await ControllerFixture(gate: gate)
        let action = PlannedAction(
            object: .pool, operation: .createInstance(ordinal: 0, specHash: Digests.instanceHash(of: spec)),
            reason: .instanceMissing(ordinal: 0))
        let first = try await context(fixture)
        gate.arm(write, isAfter: isAfter)
        _ = try? await CloudResourceReconciler().carryOut(action, in: first)
        gate.arm(0, isAfter: false)
        if try await fixture.store.instances().isEmpty {
            _ = try await CloudResourceReconciler().carryOut(action, in: context(fixture))
        }
        #expect(await fixture.cloud.created.count == 1)
        #expect(try await fixture.store.instances().map(\.id.rawValue) == ["fake-1"])
        #expect(await fixture.cloud.created.map(\.tags.incarnation) == [1])
    }

    /// Breaks when `end` of `CloudResourceReconciler` asks the provider before the prune ledger.
    @Test("An instance ends once it is counted, and counts once", arguments: points)
    func ending(write: Int, isAfter: Bool) async throws {
        let gate = Crashing()
        let fixture = try await ControllerFixture(gate: gate)
        let made = try await fixture.cloud.create(
            InstanceRequest(
                token: UUID(),
                tags: InstanceTags(
                    installation: fixture.identity.installation, object: .pool, ordinal: 0, incarnation: 1,
                    specHash: Digests.instanceHash(of: spec)), spec: spec, joinToken: nil))
        try await fixture.store.saveInstance(made)
        try await fixture.store.saveObject(
            ObservedObject(
                declared: pool, source: "default", specHash: Digests.specHash(of: pool), revision: revision,
                status: ObjectStatus()))
        let action = PlannedAction(
            object: .pool, operation: .deleteInstance(made.id), reason: .scaledDown)
        let first = try await context(fixture)
        gate.arm(write, isAfter: isAfter)
        _ = try? await CloudResourceReconciler().carryOut(action, in: first)
        gate.arm(0, isAfter: false)
        let counted = try await fixture.store.prunes(since: .distantPast).map(\.subject)
        let ended = await fixture.cloud.ended
        #expect(counted == [made.id.rawValue] || ended.isEmpty)
        if try await !fixture.store.instances().isEmpty {
            _ = try await CloudResourceReconciler().carryOut(action, in: context(fixture))
        }
        #expect(await fixture.cloud.instances.isEmpty)
        #expect(try await fixture.store.prunes(since: .distantPast).map(\.subject) == [made.id.rawValue])
        #expect(try await fixture.store.instances().isEmpty)
    }
}
