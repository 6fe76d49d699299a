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

/// The parts of a request's time side by side: name lookup, connection, TLS, waiting, transfer.
struct PhaseBar {
    private struct Phase {
        let name: String
        let style: String
        let milliseconds: Int64
    }

    private let phases: [Phase]
    private let total: Int64

    init(_ exchange: HTTPExchange) {
        // Each moment counts from the start of the request, so a phase is what lies between two of them.
        let moments: [(String, String, TimeSpan?)] = [
            ("dns", "dns", exchange.dns), ("connect", "connect", exchange.connect), ("tls", "tls", exchange.tls),
            ("first byte", "wait", exchange.firstByte), ("transfer", "transfer", exchange.total),
        ]
        var last: Int64 = 0
        var phases: [Phase] = []
        for (name, style, moment) in moments {
            guard let moment else { continue }
            phases.append(Phase(name: name, style: style, milliseconds: max(0, moment.milliseconds - last)))
            last = max(last, moment.milliseconds)
        }
        self.phases = phases
        total = last
    }

    var text: String {
        guard !phases.isEmpty else { return "" }
        let bars = phases.filter { $0.milliseconds > 0 }.map {
            "<i class=\"\($0.style)\" style=\"width:"
                + "\(RunScale.percent(Double($0.milliseconds) / Double(max(1, total)) * 100))\"></i>"
        }
        let legend = phases.map {
            "<span><i class=\"\($0.style)\"></i>\($0.name) \($0.milliseconds)\u{202F}ms</span>"
        }
        return "<div class=\"phases\">\(bars.joined())</div>\n"
            + "<p class=\"legend\">\(legend.joined())<span>total \(total)\u{202F}ms</span></p>\n"
    }
}

/// Expectations that did not hold, with their differences.
enum FailureTable {
    private static let shown = 200

    static func text(_ failures: [AssertionFailure]) -> String {
        guard !failures.isEmpty else { return "" }
        let rows = failures.prefix(shown).map { failure in
            "<tr><td><code>\(MarkupText.safe(failure.query))</code></td>"
                + "<td><code class=\"want\">\(MarkupText.safe(failure.expected, limit: 2_000))</code></td>"
                + "<td><code class=\"got\">\(MarkupText.safe(failure.actual, limit: 2_000))</code></td></tr>\n"
                + difference(failure.diff)
        }
        let more = failures.count - shown
        return "<div class=\"wide\"><table class=\"failures\">\n"
            + "<thead><tr><th>What</th><th>Expected</th><th>Got</th></tr></thead>\n<tbody>\n\(rows.joined())"
            + "</tbody></table></div>\n" + (more > 0 ? "<p class=\"legend\">… and \(more) more</p>\n" : "")
    }

    private static func difference(_ text: String?) -> String {
        guard let text else { return "" }
        let lines = TerminalText.lines(text).map { line in
            let style = line.hasPrefix("+") ? "got" : line.hasPrefix("-") ? "want" : ""
            let safe = MarkupText.escaped(line)
            return style.isEmpty ? safe : "<span class=\"\(style)\">\(safe)</span>"
        }
        return "<tr><td colspan=\"3\"><pre class=\"diff\">\(lines.joined(separator: "\n"))</pre></td></tr>\n"
    }
}

/// What a command printed and how it ended.
enum OutputBlock {
    static func ending(_ output: CommandOutput?) -> String {
        guard let output else { return "" }
        return "<p class=\"request\">\(AttemptLines.ending(output))</p>\n"
    }

    static func text(_ output: CommandOutput?) -> String {
        guard let output else { return "" }
        return stream("stderr", output.stderr, isCut: output.truncated)
            + stream("stdout", output.stdout, isCut: output.truncated)
    }

    private static func stream(_ name: String, _ text: String, isCut: Bool) -> String {
        let lines = TerminalText.lines(text)
        guard !lines.isEmpty else { return "" }
        let cut = isCut ? ", its last part" : ""
        return "<h4>\(name)\(cut)</h4>\n<pre>\(lines.map(MarkupText.escaped).joined(separator: "\n"))</pre>\n"
    }
}
