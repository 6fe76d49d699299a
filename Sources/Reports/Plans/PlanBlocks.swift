import Foundation
import Model

/// The middle of a plan: each object with a line for everything that happens to it.
struct PlanBlocks {
    private let plan: Plan
    private let details: [ObjectIdentity: PlannedObject]
    private let now: Date
    private let style: Style

    init(_ plan: Plan, _ details: PlanDetails?, now: Date, style: Style) {
        self.plan = plan
        self.details = Dictionary((details?.objects ?? []).map { ($0.object, $0) }) { first, _ in first }
        self.now = now
        self.style = style
    }

    /// Objects in the order of their first action, then those that wait, then cycles.
    func text() -> String {
        var order: [ObjectIdentity] = []
        var seen = Set<ObjectIdentity>()
        for object in plan.actions.map(\.object) + plan.waiting.map(\.object) + plan.impossible.map(\.object)
            + plan.paused.map(\.object)
        where seen.insert(object).inserted {
            order.append(object)
        }
        let actions = Dictionary(grouping: plan.actions, by: \.object)
        let waiting = Dictionary(plan.waiting.map { ($0.object, $0.waitsFor) }) { first, _ in first }
        let blocks = order.map { object in
            (object, title(object, actions[object] ?? [], waiting[object] ?? []), lines(object, actions[object] ?? []))
        }
        let width = blocks.map { TerminalText.width(shown($0.0)) }.max() ?? 0
        let objects = blocks.map { object, title, lines in
            "  \(style.paint(TerminalText.padded(shown(object), to: width), .strong))   \(title)\n" + aligned(lines)
        }
        let cycles = plan.cycles.map { cycle in
            "  dependency cycle, left alone: \(cycle.map(shown).joined(separator: " → "))\n"
        }
        return (objects + cycles).joined()
    }

    private struct Line {
        let mark: String
        let tone: Style.Tone
        let what: String
        let why: String
    }

    /// What happens in a few words: `change`, `create, once Environment/dev is ready`, `run: never run`.
    private func title(
        _ object: ObjectIdentity, _ actions: [PlannedAction], _ waitsFor: [ObjectIdentity]
    ) -> String {
        var parts: [String] = []
        let needed = waitsFor.map(shown).joined(separator: ", ")
        let impossible = plan.impossible.first { $0.object == object }
        if let pause = plan.paused.first(where: { $0.object == object }) {
            parts.append(style.paint(TerminalText.safe("\(pause.reason)", limit: 300), .caution))
        } else if actions.isEmpty, waitsFor.isEmpty {
            // Only what can't be done is left of it.
        } else if actions.isEmpty {
            parts.append(details[object]?.isNew == true ? "create, once \(needed) is ready" : "waits for \(needed)")
        } else {
            let verdict = PlanVerdict(actions)
            let runs = actions.filter(\.isRun).map { "run: \($0.reason)" }
            if verdict != .run || runs.isEmpty {
                parts.append(style.paint(verdict.rawValue + way(of: object, verdict), verdict.tone))
            }
            parts += Set(runs).sorted().map { TerminalText.safe($0, limit: 300) }
            if !waitsFor.isEmpty { parts.append("waits for \(needed)") }
        }
        if let impossible {
            parts.append(style.paint("not possible: \(TerminalText.safe(impossible.reason, limit: 300))", .bad))
        }
        let deletion = actions.first { $0.operation == .deleteObject }
        if let held = deletion?.held { parts.append(style.paint("held: " + reason(held), .caution)) }
        return parts.joined(separator: ", ")
    }

    private func lines(_ object: ObjectIdentity, _ actions: [PlannedAction]) -> [Line] {
        let isApplied = actions.contains { $0.operation == .applyObject } || isWindowed(object)
        let changes = isApplied ? details[object]?.changes ?? [] : []
        let isDeleted = actions.contains { $0.operation == .deleteObject }
        return changes.map(line) + plan.rollouts.filter { $0.object == object }.map(line)
            + actions.compactMap { line($0, isDeleted: isDeleted) }
    }

    /// Whether its change waits for a sync window, so that it shows what it will be.
    private func isWindowed(_ object: ObjectIdentity) -> Bool {
        plan.paused.contains { $0.object == object && !$0.reason.isSuspension }
    }

    /// `, in place`, `, by replacement`; nothing for what changes no instance.
    private func way(of object: ObjectIdentity, _ verdict: PlanVerdict) -> String {
        let ways = Set(plan.rollouts.filter { $0.object == object }.map(\.way))
        guard !ways.isEmpty, verdict == .change || verdict == .correct else { return "" }
        return ways == [.inPlace] ? ", in place" : ", by replacement"
    }

    private func line(_ rollout: PlannedRollout) -> Line {
        let count = rollout.instances.count
        return Line(
            mark: "~", tone: .caution, what: "\(count) \(count == 1 ? "instance" : "instances")",
            why: rollout.way.words + (count == 1 ? "" : ", one at a time"))
    }

    private func line(_ plain: FieldChange) -> Line {
        let change = SensitiveFields.masked(plain)
        let path = TerminalText.safe(change.path, limit: 200)
        switch (change.old, change.new) {
        case (nil, let new?): return Line(mark: "+", tone: .good, what: path, why: value(new))
        case (let old?, nil): return Line(mark: "-", tone: .bad, what: path, why: value(old))
        case (let old, let new):
            let values = [old, new].compactMap { $0 }.map(value).joined(separator: " → ")
            return Line(mark: "~", tone: .caution, what: path, why: values)
        }
    }

    private func line(_ action: PlannedAction, isDeleted: Bool) -> Line? {
        let hold = isDeleted ? nil : action.held.map { "held: " + reason($0) }
        let why = [TerminalText.safe("\(action.reason)", limit: 300), hold].compactMap { $0 }.joined(separator: "   ")
        switch action.operation {
        case .applyObject, .startRun, .deleteObject: return nil
        case .serveMocks: return Line(mark: "~", tone: .caution, what: "mocks", why: why)
        case .createInstance(let ordinal, _):
            return Line(mark: "+", tone: .good, what: "instance \(ordinal)", why: why)
        case .stopMocks: return Line(mark: "-", tone: .bad, what: "mocks", why: why)
        case .startInstance(let id), .stopInstance(let id):
            return Line(
                mark: "~", tone: .caution, what: "instance \(TerminalText.safe(id.rawValue, limit: 80))", why: why)
        case .deleteInstance(let id):
            let instance = details[action.object]?.instances.first { $0.id == id }
            let age = instance.map { ", " + Spans.age(of: $0.createdAt, at: now) + " old" } ?? ""
            return Line(
                mark: "-", tone: .bad, what: "instance \(TerminalText.safe(id.rawValue, limit: 80))\(age)",
                why: isDeleted ? "" : why)
        case .updateInstance(let id, _), .retagInstance(let id, _), .correctInstance(let id, _):
            return Line(
                mark: "~", tone: .caution, what: "instance \(TerminalText.safe(id.rawValue, limit: 80))", why: why)
        case .releaseInstance(let id):
            return Line(
                mark: "-", tone: .caution,
                what: "instance \(TerminalText.safe(id.rawValue, limit: 80)), released: it runs on",
                why: isDeleted ? "" : why)
        case .cancelRun(let run):
            return Line(
                mark: "-", tone: .bad, what: "run \(TerminalText.safe(run.rawValue, limit: 80))",
                why: isDeleted ? "" : why)
        }
    }

    private func aligned(_ lines: [Line]) -> String {
        let width = lines.map { TerminalText.width($0.what) }.max() ?? 0
        return lines.map { line in
            let what = line.why.isEmpty ? line.what : TerminalText.padded(line.what, to: width) + "   " + line.why
            return "    \(style.paint(line.mark, line.tone)) \(what)\n"
        }.joined()
    }

    private func shown(_ identity: ObjectIdentity) -> String { TerminalText.safe(identity.description, limit: 200) }

    private func reason(_ hold: HoldReason) -> String { TerminalText.safe(HoldText.text(hold, now: now), limit: 300) }

    /// Texts as they are, anything else as compact JSON; cut where it is long.
    private func value(_ value: JSONValue) -> String {
        TerminalText.safe(value.string ?? value.description, limit: 60)
    }
}

extension PlanVerdict {
    fileprivate var tone: Style.Tone {
        switch self {
        case .create: .good
        case .change, .correct: .caution
        case .delete, .cancel: .bad
        case .run: .info
        }
    }
}

extension PlannedRollout.Way {
    fileprivate var words: String {
        switch self {
        case .inPlace: "changed in place"
        case .createFirst: "replaced, the new one first"
        case .deleteFirst: "not running: deleted, then made anew"
        }
    }
}
