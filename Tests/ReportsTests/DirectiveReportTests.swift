import Foundation
import Model
import Reports
import Testing

/// How what people said beside git is told: suspensions, windows, pins and times.
struct DirectiveReportTests {
    private let now = Date(timeIntervalSince1970: 1_795_255_200)
    private let revision = Revision(
        ref: "main", commit: GitObjectID(rawValue: "4f2c91e" + String(repeating: "0", count: 33)))
    private let pool = ObjectIdentity(kind: .cloudResource, name: "pool")
    private let suite = ObjectIdentity(kind: .testSuite, name: "checkout")

    private func plan(_ paused: [PausedObject], _ actions: [PlannedAction] = []) -> Plan {
        Plan(
            hash: Digest(rawValue: "9c1f3a77"), revision: revision, actions: actions, unchanged: 3, paused: paused)
    }

    private var suspended: PausedObject {
        PausedObject(
            object: suite,
            reason: .suspended(
                Suspension(object: suite, reason: "a \u{1B}look", author: "ana", since: now, until: now)))
    }

    private var windowed: PausedObject {
        PausedObject(
            object: pool, reason: .syncWindow(until: now.addingTimeInterval(3_600), pending: .change))
    }

    @Test("A plan shows what waits for a window with what it will change, and who set what aside")
    func plans() throws {
        let change = FieldChange(path: "replicas", old: .integer(1), new: .integer(3))
        let details = PlanDetails(observedAt: now, objects: [PlannedObject(object: pool, changes: [change])])
        let text = PlanReport.text(plan([windowed, suspended]), details: details, now: now)
        #expect(
            text.contains(
                "change waits for the sync window that opens at 2026-11-21T11:00:00Z\n    ~ replicas   1 → 3\n"),
            "\(text)")
        #expect(text.contains("suspended by ana until 2026-11-21T10:00:00Z: a \\u{1b}look"), "\(text)")
        #expect(text.contains("1 waiting for a sync window, 1 suspended, 3 unchanged."), "\(text)")
        let quiet = PlanReport.text(plan([suspended]), now: now)
        #expect(
            quiet.hasPrefix("No changes. 3 objects are as git wants them.\n  TestSuite/checkout   suspended by ana"))
        let never = PlanReport.text(
            plan([PausedObject(object: pool, reason: .syncWindow(until: nil, pending: .delete))]), now: now)
        #expect(never.contains("delete waits for a sync window, and none ever opens"), "\(never)")
        let git = PlanReport.text(plan([PausedObject(object: pool, reason: .suspendedInGit)]), now: now)
        #expect(git.contains("suspended in git: nothing is done to it"), "\(git)")
        let json = try PlanReport.json(plan([windowed, suspended]))
        #expect(json.contains("\"until\" : \"2026-11-21T11:00:00Z\""), "\(json)")
        #expect(json.contains("\"suspended\" : true"), "\(json)")
    }

    @Test("Stopping and starting by a schedule, and ending by a ttl, are told in a plan")
    func timedActions() throws {
        let id = InstanceID(rawValue: "i-1")
        let dev = ObjectIdentity(kind: .environment, name: "dev")
        let plan = plan(
            [],
            [
                PlannedAction(object: dev, operation: .stopMocks, reason: .expired),
                PlannedAction(object: pool, operation: .stopInstance(id), reason: .outsideHours),
                PlannedAction(object: pool, operation: .startInstance(id), reason: .hoursBegan),
            ])
        let text = PlanReport.text(plan, now: now)
        for line in [
            "- mocks   its ttl is over", "~ instance i-1   its schedule stops it now",
            "~ instance i-1   its schedule starts it again", "2 to change, 3 unchanged.",
        ] {
            #expect(text.contains(line), "\(line) in \(text)")
        }
        let json = try PlanReport.json(plan)
        #expect(json.contains("\"stopMocks\"") && json.contains("\"stopInstance\""))
    }

    @Test("A pin is told in a line of its own, in the live view and in the description of its source")
    func pins() {
        let pin = SourcePin(
            source: "default", commit: revision.commit, reason: "broken\u{1B}[2J", author: "ana",
            since: now.addingTimeInterval(-7_200))
        let line = "! source default is pinned at 4f2c91e by ana, 2h ago: broken\\u{1b}[2J"
        #expect(PinLine.banner(pin, now: now) == line + "; `rondo unpin` ends that")
        var snapshot = Shown.working
        snapshot.pins = [pin]
        snapshot.now = now
        let frame = ProgressFrame.lines(of: snapshot, width: 100, height: 24)
        #expect(frame.contains("  " + line), "\(frame)")
        let source = SourceStatus(
            name: "default", url: "/srv/git", revision: revision, conditions: [], diagnostics: [], pin: pin)
        let described = DescribeReport.text(source, now: now)
        #expect(described.contains("Pinned:") && described.contains("at 4f2c91e by ana, 2h ago"), "\(described)")
    }

    @Test("An object is described with its suspension and its times")
    func describes() throws {
        let schedule = UptimeSchedule(
            start: try #require(TimeOfDay("07:00")), stop: try #require(TimeOfDay("20:00")), days: [.mon, .tue])
        let declared = DeclaredObject(
            identity: pool, spec: .cloudResource(CloudResourceSpec(environment: "dev", schedule: schedule)))
        var status = ObjectStatus(
            conditions: [Condition(type: .ready, status: .yes, reason: .scheduledDown)], summary: "stopped")
        status.suspension = Suspension(object: pool, reason: "a look", author: "ana", since: now)
        status.expires = now.addingTimeInterval(10_800)
        status.pausedUntil = now.addingTimeInterval(60)
        status.nextUptimeChange = now.addingTimeInterval(-60)
        let text = DescribeReport.text(
            ObjectDescription(
                object: ObservedObject(
                    declared: declared, source: "default", specHash: Digest(rawValue: "0"), revision: revision,
                    status: status)), now: now)
        for line in [
            "suspended by ana: a look", "2026-11-21T13:00:00Z, in 3h", "2026-11-21T10:01:00Z, in 60 s",
            "07:00 to 20:00 on mon, tue, UTC", "Starts:", "2026-11-21T09:59:00Z, 60 s ago",
        ] {
            #expect(text.contains(line), "\(line) in \(text)")
        }
    }
}
