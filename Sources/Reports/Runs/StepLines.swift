import Model

/// The steps of an integration test: each in a line, and below one that did not pass what went wrong.
struct StepLines {
    let lines: [String]

    /// So many are shown one by one; of more, those that passed are counted.
    private static let shown = 12
    private static let shownFailed = 20

    init(_ steps: [StepResult], style: Style) {
        let isLong = steps.count > Self.shown
        let failed = steps.filter { $0.outcome != .passed }
        let told = isLong ? Array(failed.prefix(Self.shownFailed)) : steps
        let width = told.map { TerminalText.width(Self.title($0)) }.max() ?? 0
        var lines = told.flatMap { step in
            let head = "\(Self.mark(step.outcome, style)) \(TerminalText.padded(Self.title(step), to: width))"
            let below = step.outcome == .passed || step.outcome == .skipped ? [] : AttemptLines(step).lines
            return ["\(head)   \(step.outcome.words) in \(Spans.took(step.duration))"] + below.map { "    " + $0 }
        }
        if isLong {
            let passed = steps.count - failed.count
            if failed.count > told.count { lines.append("… and \(failed.count - told.count) more") }
            lines.append("\(counted(passed, "other step")) passed")
        }
        self.lines = lines
    }

    private static func title(_ step: StepResult) -> String {
        "\(TerminalText.safe(step.place, limit: 60))  \(TerminalText.safe(step.title, limit: 60))"
    }

    private static func mark(_ outcome: Outcome, _ style: Style) -> String {
        switch outcome {
        case .passed: style.paint("✔", .good)
        case .failed, .errored, .timedOut: style.paint("✘", .bad)
        case .skipped, .cancelled: style.paint("–", .faint)
        }
    }
}
