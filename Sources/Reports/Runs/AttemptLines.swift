import Model

/// What one attempt came to, in lines that are bounded and safe to print, without a heading.
struct AttemptLines {
    /// Without newlines.
    let lines: [String]

    /// The last lines of each stream of a command that are shown.
    private static let outputLines = 10
    private static let limit = 300

    /// - Parameter message: why there is no result, or no word in it.
    init(_ result: TaskResult?, message: String?, style: Style = .plain) {
        let steps = result?.steps ?? []
        let findings = result?.findings ?? []
        var lines = Self.tried(result?.exchange, result?.output)
        lines += StepLines(steps, style: style).lines
        lines += Self.expectations(result?.failures ?? [])
        lines += FindingLines(findings, style: style).lines
        // A message that only sums up what stands above it in full says nothing new.
        let tells = !(result?.failures ?? []).isEmpty
        if !tells, let message = result?.message ?? message { lines.append(Self.safe(message)) }
        if let result { lines += Self.reports(result) }
        lines += Self.output(result?.output)
        lines += Self.again(result?.exchange)
        self.lines = lines
    }

    init(_ step: StepResult) {
        var lines = Self.tried(step.exchange, step.output) + Self.expectations(step.failures)
        if step.failures.isEmpty, let message = step.message { lines.append(Self.safe(message)) }
        self.lines = lines + Self.output(step.output) + Self.again(step.exchange)
    }

    private static func tried(_ exchange: HTTPExchange?, _ output: CommandOutput?) -> [String] {
        [exchange.map(request), output.map(ending)].compactMap(\.self)
    }

    /// `POST http://127.0.0.1:41873/orders  →  500 in 41 ms (first byte 40 ms)`
    static func request(_ exchange: HTTPExchange) -> String {
        let total = exchange.total.map { " in \(Spans.took($0))" } ?? ""
        var phases = exchange.connectionPhases.map { "\($0.name) \(Spans.took($0.end))" }
        if let first = exchange.firstByte { phases.append("first byte \(Spans.took(first))") }
        let times = phases.isEmpty ? "" : " (\(phases.joined(separator: ", ")))"
        let answer = exchange.status.map { "\($0)\(total)\(times)" } ?? "no response\(total)"
        let polls = exchange.polls.map { ", \(counted($0, "poll"))" } ?? ""
        return "\(safe(exchange.method)) \(safe(exchange.url))  →  \(answer)\(polls)"
    }

    static func ending(_ output: CommandOutput) -> String {
        output.exitCode.map { "exited with \($0)" } ?? "ended by a signal"
    }

    private static func expectations(_ failures: [AssertionFailure]) -> [String] {
        let shown = failures.prefix(50)
        let width = shown.map { TerminalText.width(TerminalText.safe($0.query, limit: 60)) }.max() ?? 0
        let lines = shown.flatMap { failure in
            let query = TerminalText.padded(TerminalText.safe(failure.query, limit: 60), to: width)
            return ["\(query)   expected \(safe(failure.expected)), got \(safe(failure.actual))"]
                + difference(failure.diff)
        }
        return lines + (failures.count > shown.count ? ["… and \(failures.count - shown.count) more"] : [])
    }

    private static func difference(_ text: String?) -> [String] {
        guard let text else { return [] }
        return TerminalText.lines(text).map { "  │ " + TerminalText.safe($0, limit: limit) }
    }

    /// What came of files that the attempt left: cases, coverage, artifacts.
    private static func reports(_ result: TaskResult) -> [String] {
        let cases = result.cases.map { cases in
            "reported: " + RunReport.counts(cases.counts)
                + (cases.suiteFailures > 0 ? "  outside of cases \(cases.suiteFailures)" : "")
        }
        let coverage = result.coverage.flatMap(CoverageText.text).map { "coverage: \($0)" }
        let artifacts = result.artifacts.flatMap { artifacts -> String? in
            guard !artifacts.isEmpty else { return nil }
            let names = artifacts.prefix(5).map { safe($0.path) }.joined(separator: ", ")
            return "kept: \(names)\(artifacts.count > 5 ? " and \(artifacts.count - 5) more" : "")"
        }
        return [cases, coverage, artifacts].compactMap(\.self)
    }

    private static func output(_ output: CommandOutput?) -> [String] {
        guard let output else { return [] }
        return tail("stderr", output.stderr, isCut: output.truncated)
            + tail("stdout", output.stdout, isCut: output.truncated)
    }

    private static func tail(_ name: String, _ text: String, isCut: Bool) -> [String] {
        let lines = TerminalText.lines(text)
        guard !lines.isEmpty else { return [] }
        let shown = lines.suffix(outputLines)
        let label =
            shown.count < lines.count || isCut ? "\(name), the last \(counted(shown.count, "line")):" : "\(name):"
        return [label] + shown.map { "  │ " + TerminalText.safe($0, limit: limit) }
    }

    private static func again(_ exchange: HTTPExchange?) -> [String] {
        guard let exchange else { return [] }
        let curl = exchange.curl.isEmpty ? [] : ["again:  \(TerminalText.safe(exchange.curl, limit: 2_000))"]
        return curl + (exchange.trace.map { ["trace:  \(safe($0))"] } ?? [])
    }

    private static func safe(_ text: String) -> String { TerminalText.safe(text, limit: limit) }
}
