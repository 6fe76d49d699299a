import Foundation
import Model
import Reports
import Testing

/// How held deletions, approvals, grace and rollouts are told.
struct HeldReportTests {
    private let now = Date(timeIntervalSince1970: 1_795_255_200)
    private let revision = Revision(
        ref: "main", commit: GitObjectID(rawValue: "4f2c91e" + String(repeating: "0", count: 33)))
    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private let hash = Digest(rawValue: "3f9a1c2b44d0" + String(repeating: "e", count: 52))

    private func plan(_ actions: [PlannedAction], rollouts: [PlannedRollout] = []) -> Plan {
        let held = actions.contains { $0.held?.isApprovable == true }
        return Plan(
            hash: Digest(rawValue: "9c1f3a77"), revision: revision, actions: actions, unchanged: 2, rollouts: rollouts,
            approval: held ? hash : nil)
    }

    @Test("the command to type stands below what is held, once, and not where nobody could type it")
    func approval() throws {
        let excess = PruneExcess(
            scope: .environment(ObjectIdentity(kind: .environment, name: "dev")), count: 12, total: 40, maxObjects: 5,
            maxPercent: 20, window: .minutes(60))
        let held = plan([
            PlannedAction(
                object: pool, operation: .deleteInstance(InstanceID(rawValue: "i-1")), reason: .removedFromGit,
                held: .budget(excess)),
            PlannedAction(object: pool, operation: .deleteObject, reason: .removedFromGit, held: .budget(excess)),
        ])
        let text = PlanReport.text(held, now: now)
        #expect(
            text.contains(
                "delete, held: 12 would go in Environment/dev within 1h, which began with 40: more than 5 and more than 20 %\n"
            ), "\(text)")
        #expect(text.contains("2 deletions are held; to let them happen: rondo approve 3f9a1c2b44d0\n"), "\(text)")
        #expect(!PlanReport.text(held, now: now, canApprove: false).contains("approve"))
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(PlanReport.json(held).utf8))
        #expect(document["approvalHash"] == .string(hash.rawValue))
    }

    @Test("a time of grace is counted down")
    func grace() throws {
        let until = now.addingTimeInterval(3_000)
        let text = PlanReport.text(
            plan([
                PlannedAction(
                    object: pool, operation: .deleteObject, reason: .removedFromGit, held: .grace(until: until))
            ]), now: now)
        #expect(text.contains("delete, held: deleted in 50m (prune.grace)"), "\(text)")
        #expect(!text.contains("approve"), "\(text)")
        let object = DeclaredObject(identity: pool, spec: .cloudResource(CloudResourceSpec(environment: "dev")))
        var status = ObjectStatus(
            conditions: [Condition(type: .ready, status: .yes, reason: .pruneHeld, message: "deletion held: …")],
            summary: "1/1 running, deletion held: it is left until 2026", held: .grace(until: until))
        status.protected = true
        let row = ObjectRow(declared: object, status: status, generation: 1)
        let listing = try ObjectListing.text(.cloudResource, [row], now: now)
        #expect(listing.contains("1/1 running, deleted in 50m (prune.grace)"), "\(listing)")
    }

    @Test("a rollout says beforehand how and how many")
    func rollouts() {
        let ids = ["i-1", "i-2", "i-3"].map { InstanceID(rawValue: $0) }
        func text(_ way: PlannedRollout.Way, _ operation: PlanOperation) -> String {
            PlanReport.text(
                plan(
                    [
                        PlannedAction(object: pool, operation: .applyObject, reason: .changed(["worker.slots"])),
                        PlannedAction(object: pool, operation: operation, reason: .definitionChanged(ordinal: 0)),
                    ], rollouts: [PlannedRollout(object: pool, way: way, instances: ids)]), now: now)
        }
        let inPlace = text(.inPlace, .updateInstance(ids[0], specHash: hash))
        #expect(inPlace.contains("change, in place\n"), "\(inPlace)")
        #expect(inPlace.contains("~ 3 instances    changed in place, one at a time\n"), "\(inPlace)")
        let replaced = text(.createFirst, .createInstance(ordinal: 0, specHash: hash))
        #expect(replaced.contains("change, by replacement\n"), "\(replaced)")
        #expect(replaced.contains("replaced, the new one first, one at a time\n"), "\(replaced)")
    }

    @Test("an approval is read back with what it lets go")
    func approvalText() {
        let approval = Approval(
            hash: hash, source: "default", revision: revision,
            targets: (0..<22).map { DestructiveTarget(object: pool, instance: InstanceID(rawValue: "i-\($0)")) },
            approvedBy: "ana", approvedAt: now)
        let text = ApprovalReport.text(approval, now: now)
        #expect(text.hasPrefix("  - CloudResource/pool, instance i-0\n"), "\(text)")
        #expect(
            text.hasSuffix("  … 2 more\napproved 22 deletions of main@sha1:4f2c91e for the next 24h, as ana\n"),
            "\(text)")
    }
}
