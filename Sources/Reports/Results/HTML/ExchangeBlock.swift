import Model

/// A request: what was asked and answered, the parts of its time, and the command that repeats it.
enum ExchangeBlock {
    static func text(_ exchange: HTTPExchange?) -> String {
        guard let exchange else { return "" }
        let status = exchange.status.map { "<b>\($0)</b>" } ?? "no response"
        let polls = exchange.polls.map { " after \(counted($0, "poll"))" } ?? ""
        return "<p class=\"request\"><code>\(MarkupText.safe(exchange.method)) "
            + "\(MarkupText.safe(exchange.url, limit: 2_000))</code> → \(status)\(polls)</p>\n"
            + PhaseBar(exchange).text
    }

    static func again(_ exchange: HTTPExchange?) -> String {
        guard let exchange, !exchange.curl.isEmpty else { return "" }
        let trace = exchange.trace.map { "<p class=\"trace\">trace <code>\(MarkupText.safe($0))</code></p>\n" } ?? ""
        return "<h4>Again</h4>\n<pre>\(MarkupText.safe(exchange.curl, limit: 8_000))</pre>\n\(trace)"
    }
}
