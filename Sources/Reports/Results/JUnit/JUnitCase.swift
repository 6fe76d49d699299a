import Model

/// One test as a case of a JUnit report.
struct JUnitCase {
    /// What stands in the case for how it ended.
    enum Element: String {
        case failure, error, skipped

        init?(_ outcome: Outcome) {
            switch outcome {
            case .passed: return nil
            case .failed, .timedOut: self = .failure
            case .errored: self = .error
            case .skipped, .cancelled: self = .skipped
            }
        }
    }

    /// nil of a case that passed.
    let element: Element?
    let milliseconds: Int64
    private let suite: String
    private let task: TaskRecord

    init(_ task: TaskRecord, suite: String) {
        self.task = task
        self.suite = suite
        element = Element(task.outcome)
        milliseconds = task.attempts.reduce(0) { $0 + ($1.result?.duration.milliseconds ?? 0) }
    }

    /// Stands for a run that was ended early, so that nobody takes its skipped tests for a good end.
    static func problem(of run: FinishedRun) -> [JUnitCase] {
        guard let problem = run.ownProblem else { return [] }
        return [
            JUnitCase(
                TaskRecord(name: "the run itself", outcome: .errored, message: problem), suite: run.key.suite.name)
        ]
    }

    /// `0.212`
    static func seconds(_ milliseconds: Int64) -> String {
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    var text: String {
        let start =
            "    <testcase classname=\"\(MarkupText.safe(suite))\" name=\"\(MarkupText.safe(task.name))\" "
            + "time=\"\(Self.seconds(milliseconds))\""
        let inner = properties + endings + output
        return inner.isEmpty ? "\(start)/>\n" : "\(start)>\n\(inner)    </testcase>\n"
    }

    private var properties: String {
        let result = task.attempts.last?.result
        let facts: [(String, String?)] = [
            ("cached", task.cached.map { "from \($0.run)" }),
            ("trace", result?.exchange?.trace),
            ("coverage", result?.coverage.flatMap(CoverageText.text)),
            ("cases", result?.cases.map { RunReport.counts($0.counts) }),
        ]
        let artifacts = (result?.artifacts ?? []).map { ("artifact", String?.some($0.path)) }
        let lines = (facts + artifacts).compactMap { name, value in
            value.map { "        <property name=\"\(name)\" value=\"\(MarkupText.safe($0))\"/>\n" }
        }
        return lines.isEmpty ? "" : "      <properties>\n\(lines.joined())      </properties>\n"
    }

    /// How it ended and how its other attempts did.
    private var endings: String {
        guard let element else {
            let before = task.attempts.dropLast().filter { $0.result?.outcome != .passed }
            return before.map { attempt(named: "flaky", $0) }.joined()
        }
        guard element != .skipped else {
            let reason = task.message ?? task.attempts.last?.result?.message ?? task.outcome.words
            return "      <skipped message=\"\(MarkupText.safe(reason))\"/>\n"
        }
        // The first of its sort stands for the case, the others are reruns; so does Surefire.
        let own = task.attempts.firstIndex { $0.result.map { Element($0.outcome) == element } ?? false }
        let others = task.attempts.indices.filter { $0 != own }.map { task.attempts[$0] }
        return ending(element.rawValue, own.flatMap { task.attempts[$0].result })
            + others.map { attempt(named: "rerun", $0) }.joined()
    }

    private func attempt(named prefix: String, _ attempt: AttemptRecord) -> String {
        let isFailure = attempt.result.map { Element($0.outcome) == .failure } ?? false
        return ending(prefix + (isFailure ? "Failure" : "Error"), attempt.result, inStackTrace: true)
    }

    private func ending(_ name: String, _ result: TaskResult?, inStackTrace: Bool = false) -> String {
        let type = result?.outcome ?? task.outcome
        let message = task.sentence(of: result) ?? type.words
        let lines = AttemptLines(result, message: task.message).lines.map(MarkupText.escaped).joined(separator: "\n")
        let text = inStackTrace ? "<stackTrace>\(lines)</stackTrace>" : lines
        return "      <\(name) type=\"\(type.rawValue)\" message=\"\(MarkupText.safe(message))\">\(text)</\(name)>\n"
    }

    private var output: String {
        guard let output = task.attempts.last?.result?.output else { return "" }
        return Self.stream("system-out", output.stdout) + Self.stream("system-err", output.stderr)
    }

    private static func stream(_ name: String, _ text: String) -> String {
        let lines = TerminalText.lines(text)
        guard !lines.isEmpty else { return "" }
        return "      <\(name)>\(lines.map(MarkupText.escaped).joined(separator: "\n"))</\(name)>\n"
    }
}
