import Controller
import Foundation
import Model
import Planning
import TestSupport
import Testing

/// What outlives the databases is in an instance's tags from its first moment.
struct CreationTagsTests {
    private let spec = CloudResourceSpec(environment: "dev", replicas: 1, worker: WorkerSpec(), deletionPolicy: .retain)
    private let revision = Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e"))

    private func made(annotated: Bool, remembered: Bool?) async throws -> InstanceTags? {
        let fixture = try await ControllerFixture()
        let pool = DeclaredObject(
            identity: .pool, annotations: annotated ? ["rondo.dev/prune": "disabled"] : [:],
            spec: .cloudResource(spec))
        var status = ObjectStatus()
        status.protected = remembered
        var observation = Observation()
        observation.objects[.pool] = ObservedObject(
            declared: pool, source: "default", specHash: Digests.specHash(of: pool), revision: revision,
            status: status)
        let context = ReconcileContext(
            services: fixture.controller().services,
            set: DesiredSet(source: "default", revision: revision, objects: [pool]), isKnown: true,
            observation: observation, specHash: Digests.specHash(of:))
        let action = PlannedAction(
            object: .pool, operation: .createInstance(ordinal: 0, specHash: Digests.instanceHash(of: spec)),
            reason: .instanceMissing(ordinal: 0))
        _ = try await CloudResourceReconciler().carryOut(action, in: context)
        return await fixture.cloud.created.first?.tags
    }

    /// Breaks when `intent` of `CloudResourceReconciler` leaves out the annotation, or the protection that is remembered.
    @Test("Protection and Retain are")
    func tags() async throws {
        let plain = try #require(try await made(annotated: false, remembered: nil))
        #expect(!plain.protected && plain.deletionPolicy == .retain)
        #expect(plain.object == .pool && plain.ordinal == 0 && plain.incarnation == 1)
        #expect(plain.specHash == Digests.instanceHash(of: spec))
        #expect(try await made(annotated: true, remembered: nil)?.protected == true)
        #expect(try await made(annotated: false, remembered: true)?.protected == true)
        #expect(try await made(annotated: false, remembered: false)?.protected == false)
    }
}
