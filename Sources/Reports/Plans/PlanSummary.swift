import Model

/// How many objects a plan creates, changes and deletes, and how many suites it runs.
struct PlanSummary: Hashable, Encodable {
    let create: Int
    let change: Int
    let delete: Int
    /// How many of the objects to delete, or to end instances of, wait for approval.
    let held: Int
    let run: Int
    /// Objects that exist and wait for others.
    let wait: Int
    /// Objects that ask for what this version can't do.
    let impossible: Int
    let unchanged: Int
    /// Objects whose change waits for a sync window.
    let windowed: Int
    /// Objects that are set aside.
    let suspended: Int
    private let heldDeletes: Int
    private let cyclic: Int

    private enum CodingKeys: String, CodingKey {
        case create, change, delete, held, run, wait, impossible, unchanged, windowed, suspended
    }

    init(_ plan: Plan, _ details: PlanDetails?) {
        let new = Set((details?.objects ?? []).filter(\.isNew).map(\.object))
        let objects = Dictionary(grouping: plan.actions, by: \.object)
        let verdicts = objects.mapValues(PlanVerdict.init)
        let waiting = Set(plan.waiting.map(\.object)).subtracting(objects.keys)
        create = verdicts.values.filter { $0 == .create }.count + waiting.intersection(new).count
        change = verdicts.values.filter { $0 == .change || $0 == .correct }.count
        delete = verdicts.values.filter { $0 == .delete }.count
        held = Set(plan.held.map(\.object)).count
        heldDeletes = Set(plan.held.map(\.object)).filter { verdicts[$0] == .delete }.count
        run = plan.actions.filter(\.isRun).count
        wait = waiting.subtracting(new).count
        impossible = plan.impossible.count
        unchanged = plan.unchanged
        suspended = plan.paused.count { $0.reason.isSuspension }
        windowed = plan.paused.count - suspended
        cyclic = plan.cycles.count
    }

    var isEmpty: Bool { create + change + delete + held + run + wait + cyclic + impossible + windowed == 0 }

    /// `1 to create, 1 to change, 1 to delete (held), 1 suite to run, 14 unchanged.`
    var text: String {
        let deletes = heldDeletes == 0 ? "" : heldDeletes == delete ? " (held)" : " (\(heldDeletes) held)"
        let parts: [(Int, String)] = [
            (create, "\(create) to create"), (change, "\(change) to change"), (delete, "\(delete) to delete\(deletes)"),
            (run, "\(counted(run, "suite")) to run"), (wait, "\(wait) waiting"),
            (cyclic, "\(counted(cyclic, "dependency cycle"))"), (impossible, "\(impossible) not possible"),
            (windowed, "\(windowed) waiting for a sync window"), (suspended, "\(suspended) suspended"),
        ]
        let told = parts.filter { $0.0 > 0 }.map(\.1)
        return (told + ["\(unchanged) unchanged"]).joined(separator: ", ") + "."
    }
}

/// What happens to one object, in a word.
enum PlanVerdict: String, Encodable {
    case create
    case change
    /// Git says nothing new, the world differs.
    case correct
    case delete
    case run
    case cancel

    init(_ actions: [PlannedAction]) {
        if actions.contains(where: { $0.operation == .deleteObject }) {
            self = .delete
        } else if let apply = actions.first(where: { $0.operation == .applyObject }) {
            self = apply.reason == .added ? .create : .change
        } else if actions.contains(where: \.touchesTheWorld) {
            self = .correct
        } else {
            self = actions.contains(where: \.isRun) ? .run : .cancel
        }
    }
}

extension PlannedAction {
    var isRun: Bool {
        switch operation {
        case .startRun: true
        case .applyObject, .serveMocks, .createInstance, .startInstance, .deleteInstance, .cancelRun, .deleteObject,
            .updateInstance, .retagInstance, .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            false
        }
    }

    fileprivate var touchesTheWorld: Bool {
        switch operation {
        case .serveMocks, .createInstance, .startInstance, .deleteInstance, .updateInstance, .retagInstance,
            .releaseInstance, .stopMocks, .stopInstance, .correctInstance:
            true
        case .applyObject, .startRun, .cancelRun, .deleteObject: false
        }
    }
}
