import API
import Foundation
import Model
import Store
import Testing

/// Unmanaged instances through the API's own client.
struct LeakRoutesTests {
    private static let now = Date(timeIntervalSince1970: 1_795_255_200)

    private func instance(_ id: String) -> ObservedInstance {
        ObservedInstance(
            id: InstanceID(rawValue: id), state: .running,
            tags: InstanceTags(
                installation: InstallationID(rawValue: "i"), object: ObjectIdentity(kind: .cloudResource, name: "gone"),
                ordinal: 0, incarnation: 1, specHash: Digest(rawValue: "h")), createdAt: Self.now)
    }

    @Test("What the ledger calls unmanaged is listed with its instance, and nothing else can be deleted")
    func leaks() async throws {
        let stray = instance("local-1-2-3")
        let record = DriftRecord(
            finding: DriftFinding(
                object: nil, field: stray.id.rawValue, kind: .unmanaged, desired: nil, actual: "running",
                policy: .report), firstSeen: Self.now, lastSeen: Self.now)
        let server = try await ServerFixture { store in
            try await store.saveInstance(stray)
            try await store.saveOpenDrift([record])
        }
        let list = try await server.client.leaks()
        #expect(list.kind == "LeakList" && list.items == [Leak(record: record, instance: stray)])
        await #expect(throws: APIError.self) {
            try await server.client.deleteLeak(InstanceID(rawValue: "local/other"), force: true)
        }
        do {
            try await server.client.deleteLeak(InstanceID(rawValue: "none"))
            Issue.record("nothing was refused")
        } catch {
            guard case .notFound(let message) = error else { throw error }
            #expect(message.contains("rondo leaks"))
        }
        // This controller has no provider to ask.
        do {
            try await server.client.deleteLeak(stray.id)
            Issue.record("nothing was refused")
        } catch {
            guard case .badRequest(let message) = error else { throw error }
            #expect(message.contains("local"))
        }
        #expect(try await server.client.leaks().items.count == 1)
        await server.stop()
    }
}
