import Model

/// What one attempt came to: what was asked, how long each part took, what did not hold, how to repeat it.
struct AttemptBlock {
    let text: String

    private static let limit = 4_000

    init(_ result: TaskResult?, message: String?) {
        guard let result else {
            text = message.map(Self.paragraph) ?? ""
            return
        }
        var parts = [ExchangeBlock.text(result.exchange), OutputBlock.ending(result.output)]
        if result.failures.isEmpty, let message = result.message ?? message { parts.append(Self.paragraph(message)) }
        parts.append(FailureTable.text(result.failures))
        parts.append(StepList.text(result.steps ?? []))
        parts.append(FindingTable.text(result.findings ?? []))
        parts.append(LeftBehind.text(result))
        parts.append(OutputBlock.text(result.output))
        parts.append(ExchangeBlock.again(result.exchange))
        text = parts.joined()
    }

    static func paragraph(_ text: String) -> String {
        "<p class=\"message\">\(MarkupText.safe(text, limit: limit))</p>\n"
    }
}
