import Foundation
import Model

/// An object from the commit that last changed it to where it stands now.
struct ObjectStory {
    let now: Date
    let style: Style

    /// How many of its last events are told.
    private static let eventLimit = 8
    private static let limit = 500

    func text(_ why: ObjectWhy) -> String {
        var story = Story()
        story.tell("commit", commit(of: why.object))
        story.tell("changed", change(of: why))
        tellManifest(why.broken, in: &story)
        if case .alertRule(let spec) = why.object.declared.spec { tell(spec, why.object.status, in: &story) }
        story.tell("since", actions(of: why))
        story.tell("drift", why.drift.map(drift))
        if !isTold(why.object) { story.tell("now", state(of: why.object)) }
        return story.text
    }

    /// A rule that is evaluated has told where it stands.
    private func isTold(_ object: ObservedObject) -> Bool { object.status.state != nil && object.status.isReady }

    /// What is wrong with the manifest in the newest commit, and which version counts meanwhile; empty when nothing is.
    func manifest(_ why: ObjectWhy) -> String {
        var story = Story()
        tellManifest(why.broken, in: &story)
        return story.text
    }

    /// Of an object that was never in force.
    func manifest(_ broken: BrokenObject) -> String {
        var story = Story()
        tellManifest(broken, in: &story)
        return story.text
    }

    // MARK: Where it comes from

    private func commit(of object: ObservedObject) -> [String] {
        let line = RevisionText.line(object.revision)
        guard let confirmed = object.status.lastAppliedRevision, confirmed != object.revision.description else {
            return [line]
        }
        return [line, "unchanged up to \(RevisionText.short(confirmed))"]
    }

    /// What that commit changed, as the event of it tells.
    private func change(of why: ObjectWhy) -> String? {
        let event = why.events.last { $0.reason == .applied }
        return event.map { event in
            // The label says it already.
            let what = event.message.trimmingPrefix("changed: ")
            return "\(Self.safe(String(what)))   (\(Spans.age(of: event.time, at: now)) ago)"
        }
    }

    private func tellManifest(_ broken: BrokenObject?, in story: inout Story) {
        guard let broken else { return }
        let inForce =
            broken.lastGood.map { "the version of \(RevisionText.short($0.description)) stays in force" }
            ?? "there was no good version before: nothing is made of it"
        story.tell(
            "manifest", [style.paint(Self.safe(broken.problem.description), .bad), inForce])
    }

    // MARK: What happened to it

    /// Everything after it was changed, the last ones only: `3m ago   InstanceLost   instance 1 is gone`.
    private func actions(of why: ObjectWhy) -> [String] {
        let start = why.events.lastIndex { $0.reason == .applied }.map { $0 + 1 } ?? 0
        let events = why.events[start...].suffix(Self.eventLimit)
        let ages = events.map { Spans.age(of: $0.time, at: now) + " ago" }
        let ageWidth = ages.map { TerminalText.width($0) }.max() ?? 0
        let reasonWidth = events.map { $0.reason.rawValue.count }.max() ?? 0
        return zip(events, ages).map { event, age in
            let reason = TerminalText.padded(event.reason.rawValue, to: reasonWidth)
            let isWarning = event.severity == .warning
            return TerminalText.padded(age, to: ageWidth) + "   "
                + style.paint(reason, isWarning ? .caution : .plain) + "   " + Self.safe(event.message)
        }
    }

    private func drift(_ record: DriftRecord) -> String {
        let finding = record.finding
        let values = "\(finding.desired ?? "nothing") wanted, \(finding.actual ?? "nothing") found"
        let since = Spans.age(of: record.firstSeen, at: now)
        return Self.safe(
            "\(finding.field) \(finding.kind.rawValue): \(values), for \(since); policy \(finding.policy.rawValue)")
    }

    // MARK: Where it stands

    private func tell(_ spec: AlertRuleSpec, _ status: ObjectStatus, in story: inout Story) {
        story.tell("watches", AlertText.samples(of: spec))
        story.tell("fires", "\(AlertText.condition(of: spec)) (\(spec.severity.rawValue))")
        guard let state = status.state else { return }
        story.tell("value", AlertText.value(status.value, of: spec))
        let since = status.since.map { " for \(Spans.age(of: $0, at: now))" } ?? ""
        story.tell("state", style.paint(state.rawValue, status.state.tone) + since)
    }

    /// Ready or why not, then every other condition that is not as it should be and says something else.
    private func state(of object: ObservedObject) -> [String] {
        guard let ready = object.status.condition(.ready) else { return ["not looked at yet"] }
        let since = Spans.age(of: ready.lastTransitionTime, at: now)
        let word =
            switch ready.status {
            case .yes: style.paint("ready", .good)
            case .no: style.paint("not ready", .bad)
            case .unknown: style.paint("not settled", .caution)
            }
        let others = object.status.conditions.filter { condition in
            condition.type != .ready && condition.tone != .good && condition.message != ready.message
                && condition.type != .manifestValid && condition.type != .firing
        }
        return ["\(word) for \(since): \(Self.safe(ready.message))"]
            + others.map { "\($0.type.rawValue) is \($0.status.rawValue): \(Self.safe($0.message))" }
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: limit) }
}
