import Foundation
import Model
import Reports
import Testing

struct PlanReportTests {
    private let now = Date(timeIntervalSince1970: 1_795_255_200)
    private let revision = Revision(
        ref: "main", commit: GitObjectID(rawValue: "4f2c91e" + String(repeating: "0", count: 33)))

    private func id(_ kind: Kind, _ name: String, in namespace: String = "staging") -> ObjectIdentity {
        ObjectIdentity(kind: kind, namespace: namespace, name: name)
    }

    private func plan(
        _ actions: [PlannedAction], unchanged: Int = 14, cycles: [[ObjectIdentity]] = [], waiting: [WaitingObject] = [],
        revision: Revision?? = nil
    ) -> Plan {
        Plan(
            hash: Digest(rawValue: "9c1f3a77"), revision: revision ?? self.revision, actions: actions,
            unchanged: unchanged, cycles: cycles, waiting: waiting)
    }

    @Test func tellsWhatIsNotPossible() throws {
        let vms = id(.cloudResource, "vms")
        let reason = "provider `aws` has no implementation in this version: no instance is made"
        func plan(_ actions: [PlannedAction]) -> Plan {
            Plan(
                hash: Digest(rawValue: "9c1f3a77"), revision: revision, actions: actions, unchanged: 1,
                impossible: [ImpossibleObject(object: vms, reason: reason)])
        }
        let new = PlanReport.text(
            plan([PlannedAction(object: vms, operation: .applyObject, reason: .added)]), now: now)
        #expect(new.contains("create, not possible: \(reason)\n"), "\(new)")
        #expect(new.contains("1 to create, 1 not possible, 1 unchanged."), "\(new)")
        let later = PlanReport.text(plan([]), now: now)
        #expect(later.contains("   not possible: \(reason)\n"), "\(later)")
        let document = try PlanReport.json(plan([]))
        #expect(document.contains("\"impossible\""), "\(document)")
    }

    /// One of everything.
    private var full: (Plan, PlanDetails) {
        let dev = id(.environment, "dev")
        let pool = id(.cloudResource, "pool")
        let old = id(.cloudResource, "old-db")
        let checkout = id(.testSuite, "checkout")
        let hash = Digest(rawValue: "h")
        let key = SuiteKey(suite: checkout, environment: "dev")
        let actions = [
            PlannedAction(object: dev, operation: .applyObject, reason: .added),
            PlannedAction(object: dev, operation: .serveMocks, reason: .mocksNotServed),
            PlannedAction(object: pool, operation: .applyObject, reason: .changed(["replicas"])),
            PlannedAction(
                object: pool, operation: .createInstance(ordinal: 2, specHash: hash),
                reason: .instanceMissing(ordinal: 2)),
            PlannedAction(
                object: pool, operation: .deleteInstance(InstanceID(rawValue: "i-1")), reason: .instanceOutdated,
                held: .production),
            PlannedAction(object: checkout, operation: .cancelRun(RunID(rawValue: "r-1")), reason: .superseded),
            PlannedAction(
                object: checkout, operation: .startRun(key, digest: hash), reason: .inputsChanged(["tests[3].timeout"])),
            PlannedAction(
                object: id(.cloudResource, "lost"), operation: .createInstance(ordinal: 0, specHash: hash),
                reason: .instanceMissing(ordinal: 0)),
            PlannedAction(
                object: id(.testSuite, "idle"), operation: .cancelRun(RunID(rawValue: "r-2")), reason: .removedFromGit),
            PlannedAction(
                object: old, operation: .deleteInstance(InstanceID(rawValue: "i-0abc")), reason: .removedFromGit,
                held: .protected),
            PlannedAction(object: old, operation: .deleteObject, reason: .removedFromGit, held: .protected),
            PlannedAction(
                object: id(.alertRule, "noise"), operation: .deleteObject, reason: .removedFromGit, after: [old]),
        ]
        let waiting = [
            WaitingObject(object: id(.cloudResource, "late"), waitsFor: [dev]),
            WaitingObject(object: id(.testSuite, "smoke"), waitsFor: [dev, pool]),
        ]
        let tags = InstanceTags(
            installation: InstallationID(rawValue: "x"), object: old, ordinal: 0, incarnation: 1, specHash: hash)
        let ending = ObservedInstance(
            id: InstanceID(rawValue: "i-0abc"), state: .running, tags: tags,
            createdAt: now.addingTimeInterval(-9 * 86_400))
        let details = PlanDetails(
            observedAt: now.addingTimeInterval(-14),
            objects: [
                PlannedObject(object: dev, isNew: true),
                PlannedObject(
                    object: pool,
                    changes: [
                        FieldChange(path: "configuration.resources.cpu", old: .string("500m"), new: .string("2")),
                        FieldChange(path: "replicas", old: .integer(2), new: .integer(3)),
                        FieldChange(path: "worker.labels.team", old: nil, new: .string("shop")),
                        FieldChange(path: "worker.capabilities", old: .array([.string("gpu")]), new: nil),
                    ]),
                PlannedObject(object: old, instances: [ending]),
                PlannedObject(object: id(.cloudResource, "late"), isNew: true),
            ])
        let cycle = [id(.environment, "a"), id(.environment, "b"), id(.environment, "a")]
        return (plan(actions, cycles: [cycle], waiting: waiting), details)
    }

    @Test func tellsWhatWouldHappen() throws {
        let (plan, details) = full
        try expectGolden(PlanReport.text(plan, details: details, now: now), "plan.txt")
        try expectGolden(
            PlanReport.text(plan, details: details, now: now, style: Style(isColoured: true)), "plan-coloured.txt")
    }

    @Test func programsGetTheSameFacts() throws {
        let (plan, details) = full
        try expectGolden(PlanReport.json(plan, details: details), "plan.json")
    }

    @Test func aPlanWithoutDetailsSaysLess() {
        let (plan, _) = full
        let text = PlanReport.text(plan, now: now)
        #expect(text.hasPrefix("Plan 9c1f3a  main@sha1:4f2c91e\n\n  Environment/staging/dev"))
        #expect(text.contains("- instance i-0abc\n"))
    }

    @Test func nothingToDoIsOneLine() {
        #expect(PlanReport.text(plan([]), now: now) == "No changes. 14 objects are as git wants them.\n")
        let details = PlanDetails(observedAt: now.addingTimeInterval(-12))
        #expect(
            PlanReport.text(plan([]), details: details, now: now)
                == "No changes. 14 objects are as git wants them, as seen 12 s ago.\n")
        #expect(PlanReport.text(plan([], unchanged: 1), now: now) == "No changes. 1 object is as git wants it.\n")
        #expect(
            PlanReport.text(plan([]), now: now, note: "stale: no network")
                == "stale: no network\nNo changes. 14 objects are as git wants them.\n")
    }

    @Test func unknownIsNotEmpty() {
        let nothing = plan([], revision: .some(nil))
        #expect(PlanReport.text(nothing, now: now) == "No plan: what git wants is not known.\n")
        #expect(
            PlanReport.text(nothing, now: now, note: "no \u{1B}network")
                == "No plan: what git wants is not known: no \\u{1b}network.\n")
    }

    @Test func aWaitingObjectAloneIsNoEmptyPlan() {
        let waiting = [WaitingObject(object: id(.testSuite, "s"), waitsFor: [id(.environment, "e")])]
        #expect(PlanReport.text(plan([], waiting: waiting), now: now).hasSuffix("\n1 waiting, 14 unchanged.\n"))
    }

    @Test func deletionsOfWhichSomeAreHeldAreCounted() {
        let deletions = [HoldReason.protected, nil, nil].enumerated().map { index, held in
            PlannedAction(
                object: id(.alertRule, "r\(index)"), operation: .deleteObject, reason: .removedFromGit, held: held)
        }
        #expect(PlanReport.text(plan(deletions), now: now).hasSuffix("\n3 to delete (1 held), 14 unchanged.\n"))
    }

    @Test func valuesFromOutsideAreSafeAndShort() {
        let dev = id(.environment, "dev")
        let change = FieldChange(
            path: "variables.x", old: .string("\u{1B}[2J"), new: .string(String(repeating: "y", count: 500)))
        let action = PlannedAction(object: dev, operation: .applyObject, reason: .changed(["variables.x"]))
        let text = PlanReport.text(
            plan([action]),
            details: PlanDetails(observedAt: now, objects: [PlannedObject(object: dev, changes: [change])]), now: now)
        #expect(text.contains("~ variables.x   \\u{1b}[2J → " + String(repeating: "y", count: 59) + "…\n"))
    }
}
