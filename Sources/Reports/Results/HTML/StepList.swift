import Model

/// The steps of an integration test, each with a bar in proportion to the longest, and what went wrong in it.
enum StepList {
    private static let shown = 500

    static func text(_ steps: [StepResult]) -> String {
        guard !steps.isEmpty else { return "" }
        let longest = max(1, steps.map(\.duration.milliseconds).max() ?? 1)
        let items = steps.prefix(shown).map { item($0, longest: longest) }
        let more = steps.count - shown
        return "<h4>Steps</h4>\n<ol class=\"steps\">\n\(items.joined())</ol>\n"
            + (more > 0 ? "<p class=\"legend\">… and \(counted(more, "more step"))</p>\n" : "")
    }

    private static func item(_ step: StepResult, longest: Int64) -> String {
        let width = RunScale.percent(max(0.5, Double(step.duration.milliseconds) / Double(longest) * 100))
        let head =
            "<span class=\"place\">\(MarkupText.safe(step.place))</span>"
            + "<span class=\"name\">\(MarkupText.safe(step.title, limit: 300))</span>"
            + "<span class=\"note\">\(step.outcome == .passed ? "" : step.outcome.words)</span>"
            + "<span class=\"track\"><i class=\"\(step.outcome.rawValue)\" style=\"left:0;width:\(width)\"></i></span>"
            + "<span class=\"took\">\(Spans.took(step.duration))</span>"
        let message = step.failures.isEmpty ? step.message.map(AttemptBlock.paragraph) ?? "" : ""
        let body =
            ExchangeBlock.text(step.exchange) + OutputBlock.ending(step.output) + message
            + FailureTable.text(step.failures) + OutputBlock.text(step.output) + ExchangeBlock.again(step.exchange)
        let isBad = step.outcome == .failed || step.outcome == .errored || step.outcome == .timedOut
        let start = "<li class=\"\(step.outcome.rawValue)\">"
        guard !body.isEmpty else { return "\(start)<div class=\"row\">\(head)</div></li>\n" }
        return "\(start)<details\(isBad ? " open" : "")><summary class=\"row\">\(head)"
            + "</summary>\n<div class=\"body\">\n\(body)</div></details></li>\n"
    }
}
