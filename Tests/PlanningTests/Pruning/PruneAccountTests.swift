import Foundation
import Model
import Planning
import Testing

/// What the prune ledger is told of an action that is about to be carried out.
struct PruneAccountTests {
    private let dev = Samples.environment()
    private let pool = Samples.pool("p", replicas: 1)

    private func approval(_ object: DeclaredObject, of revision: Revision = Samples.commit) -> Approval {
        Approval(
            hash: Digest(rawValue: "a"), source: "default", revision: revision,
            targets: [DestructiveTarget(object: object.identity)], approvedBy: "ana", approvedAt: Samples.start)
    }

    /// Breaks when `PruneAccount.approval` takes the first approval there is.
    @Test("only an approval of this commit that names what ends keeps it out of the budget")
    func approvals() {
        let action = PlannedAction(object: pool.identity, operation: .deleteObject, reason: .removedFromGit)
        func found(_ approvals: [Approval], at time: Date = Samples.start) -> Approval? {
            PruneAccount.approval(
                of: action, among: approvals, revision: Samples.commit, source: "default", at: time)
        }
        let own = approval(pool)
        #expect(found([approval(dev), own]) == own)
        #expect(found([approval(dev)]) == nil)
        #expect(found([approval(pool, of: Samples.revision("5555555"))]) == nil)
        #expect(found([own], at: own.expiresAt) == nil)
    }
}
