import Foundation
import Model
import Store
import TestSupport
import Testing

/// What prune budgets count and what people approved, after a reopening too.
struct PruningStoreTests {
    private func record(_ subject: String, _ offset: TimeInterval) -> PruneRecord {
        PruneRecord(
            subject: subject, scopes: [.namespace("shop")], existedSince: Fixture.time,
            prunedAt: Fixture.time.addingTimeInterval(offset), approval: Digest(rawValue: "a"))
    }

    @Test("An action is entered once, however often a crash repeats it")
    func prunes() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        try await store.enterPrune(record("i-1", 0))
        try await store.enterPrune(record("i-1", 60))
        try await store.enterPrune(record("i-2", 120))
        try store.close()
        let again = try await Store.open(directory: fixture.folder.url)
        #expect(try await again.prunes(since: .distantPast) == [record("i-1", 0), record("i-2", 120)])
        #expect(try await again.prunes(since: Fixture.time.addingTimeInterval(60)).map(\.subject) == ["i-2"])
        try await again.sweepPrunes(before: Fixture.time.addingTimeInterval(1))
        #expect(try await again.prunes(since: .distantPast).map(\.subject) == ["i-2"])
    }

    @Test("An approval is kept whole until it is swept")
    func approvals() async throws {
        let fixture = try await Fixture()
        let store = fixture.store
        func approval(_ hash: String, by person: String, _ offset: TimeInterval = 0) -> Approval {
            Approval(
                hash: Digest(rawValue: hash), source: "default",
                revision: Revision(ref: "main", commit: GitObjectID(rawValue: "4f2c91e")),
                targets: [
                    DestructiveTarget(
                        object: ObjectIdentity(kind: .cloudResource, name: "p"), instance: InstanceID(rawValue: "i-1"))
                ],
                approvedBy: person, approvedAt: Fixture.time.addingTimeInterval(offset))
        }
        try await store.saveApproval(approval("a", by: "ana"))
        try await store.saveApproval(approval("a", by: "bob"))
        try await store.saveApproval(approval("b", by: "ana", 60))
        #expect(try await store.approvals() == [approval("b", by: "ana", 60), approval("a", by: "bob")])
        try await store.sweepApprovals(before: Fixture.time.addingTimeInterval(86_401))
        #expect(try await store.approvals().map(\.hash.rawValue) == ["b"])
    }
}
