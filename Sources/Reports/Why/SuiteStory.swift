import Foundation
import Model

/// A suite in one environment: its newest run, and why a run is or is not under way now.
struct SuiteStory {
    private let why: ObjectWhy
    private let runs: RunStory
    private let now: Date
    private let style: Style

    init(_ why: ObjectWhy, runs: RunStory, now: Date, style: Style) {
        self.why = why
        self.runs = runs
        self.now = now
        self.style = style
    }

    func text(_ place: SuiteWhy) -> String {
        var story = Story()
        story.tell("newest", place.newest.map { TerminalText.safe($0.id.rawValue, limit: 100) } ?? "no run yet")
        if let newest = place.newest { runs.tell(newest, in: &story) }
        story.tell("now", state(of: place))
        return story.text
    }

    /// Why nothing runs, or what is waited for.
    private func state(of place: SuiteWhy) -> [String] {
        switch place.newest?.stage {
        case .active: return ["running"] + obstacles
        case .requested: return ["asked for, and not started"] + obstacles
        case .ended, nil: break
        }
        if let suspension = why.object.status.suspension {
            return ["\(TerminalText.safe("\(suspension)", limit: 800))"]
        }
        if why.object.declared.suspend { return ["suspended in git: nothing is run"] }
        guard runsOnCommits else {
            if let due = why.object.status.due { return ["nothing runs; due next: \(DueText.words(due))"] + obstacles }
            return ["runs only when somebody asks: rondo test run \(why.object.identity.name)"]
        }
        guard let inputs = place.inputs else { return ["what git wants is not known"] + obstacles }
        if let conclusive = place.record?.conclusive, conclusive.digest == inputs {
            let since = conclusive.revision.isCommitted ? conclusive.revision.commit.short : "then"
            return [
                "nothing runs: the inputs did not change since \(since), and the result of "
                    + "\(TerminalText.safe(conclusive.run.rawValue, limit: 100)) stands"
            ] + (why.object.status.due.map { ["due next: \(DueText.words($0))"] } ?? [])
        }
        return ["there is no result for the present inputs"] + obstacles
    }

    private var runsOnCommits: Bool {
        guard case .testSuite(let spec) = why.object.declared.spec else { return false }
        return spec.on.contains(.commit)
    }

    /// What the suite's conditions say of what is in the way; each once.
    private var obstacles: [String] {
        var seen = Set<String>()
        let types: [Condition.ConditionType] = [.stalled, .reconciling, .ready]
        return types.compactMap { type -> String? in
            guard let condition = why.object.status.condition(type), !condition.message.isEmpty else { return nil }
            let isTold = type == .ready ? condition.status != .yes : condition.status == .yes
            guard isTold, seen.insert(condition.message).inserted else { return nil }
            return TerminalText.safe(condition.message, limit: 500)
        }
    }
}
